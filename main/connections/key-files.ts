/** From the path of a key file, as commands and configs write it, to the key's id. */

import { isAbsolute, join, normalize } from 'node:path'
import type { KeyPair } from '../contract/methods.ts'
import { expandHome } from '../ssh-command/index.ts'
import type { Paths } from '../storage/index.ts'

/**
 * Null when no key is known by that path. `~/.ssh` is wherever the ssh folder is; a relative path
 * depends on the folder in which the command is run, so it names no key.
 */
export function keyIdOf(
  identityFile: string | null,
  keys: readonly KeyPair[],
  { home, sshDir }: Pick<Paths, 'home' | 'sshDir'>,
): string | null {
  if (identityFile === null) return null
  const [, inSshDir] = /^~[/\\]\.ssh[/\\](.+)$/s.exec(identityFile) ?? []
  const path = inSshDir === undefined ? expandHome(identityFile, home) : join(sshDir, inSshDir)
  if (!isAbsolute(path)) return null
  const key = keys.find(
    ({ privateKeyPath }) =>
      privateKeyPath !== null && normalize(privateKeyPath) === normalize(path),
  )
  return key?.id ?? null
}
