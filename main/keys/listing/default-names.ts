/** The files that `ssh` tries by itself (`ssh_config(5)`, IdentityFile). */

const DEFAULT_NAME = /^id_(?:ed25519|ecdsa|rsa|ed25519_sk|ecdsa_sk|mldsa44_ed25519|dsa)$/

export function isDefaultName(name: string): boolean {
  return DEFAULT_NAME.test(name)
}
