/** Types of the part of bcrypt-pbkdf that is used here; the package has none. */
declare module 'bcrypt-pbkdf' {
  interface BcryptPbkdf {
    /** Fills `key`; 0 on success, -1 for an empty passphrase or salt, or no rounds. */
    pbkdf(
      passphrase: Uint8Array,
      passphraseLength: number,
      salt: Uint8Array,
      saltLength: number,
      key: Uint8Array,
      keyLength: number,
      rounds: number,
    ): number
  }
  const bcryptPbkdf: BcryptPbkdf
  export = bcryptPbkdf
}
