/** The keys that ssh tries when no `IdentityFile` is given (readconf.c, fill_default_options). */

const ALWAYS = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk']

/** As ssh writes them, `~/.ssh/id_rsa` first. `sshVersion`: null when it is not known. */
export function defaultIdentities(sshVersion: number | undefined): readonly string[] {
  const version = sshVersion ?? 10.5
  const names = [
    ...ALWAYS,
    ...(version < 10.1 ? ['id_xmss'] : []),
    ...(version < 10.0 ? ['id_dsa'] : []),
    ...(version >= 10.5 ? ['id_mldsa44_ed25519'] : []),
  ]
  return names.map((name) => `~/.ssh/${name}`)
}
