/** Whether the ssh-agent can log in with a key, so that nobody has to type its passphrase. */

import type { KeyPair } from '../contract.ts'

/** A key without a passphrase needs no agent: then the file itself is what is tested. */
export function signsByAgent(key: Pick<KeyPair, 'encrypted' | 'uses'> | null): boolean {
  return key?.encrypted === true && key.uses.some(({ kind }) => kind === 'agent')
}
