/** Which key file a test uses, and why. */

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import type { KeyPair } from '../../contract/methods.ts'
import type { KeyService } from '../../keys/index.ts'
import type { Paths } from '../../storage/index.ts'
import { StageFailure } from '../facts.ts'

export interface KeyRequest {
  readonly keyId: string | undefined
  readonly identityFile: string | undefined
  /** The path after `-i` in the command. */
  readonly commandIdentityFile: string | null
}

export interface ChosenKey {
  readonly path: string
  /** Something about the choice that the person should know. */
  readonly note: string | null
  /** A person or their command named it; otherwise Keypilot took the best one. */
  readonly isNamed: boolean
}

/** RunPod's console shows this path to everyone, whatever their key is called. */
const CONSOLE_PATH = '~/.ssh/id_ed25519'

/** @throws {StageFailure} `no-key`, or `key-file-missing` for a named file that is not there */
export async function chooseKey(
  request: KeyRequest,
  keys: Pick<KeyService, 'find' | 'list'>,
  paths: Pick<Paths, 'home' | 'sshDir'>,
): Promise<ChosenKey> {
  if (request.keyId !== undefined) return byId(request.keyId, keys)
  const named = request.identityFile ?? request.commandIdentityFile
  if (named === null) return best(keys)
  const path = expandIdentityFile(named, paths)
  if (existsSync(path)) return { path, note: null, isNamed: named !== CONSOLE_PATH }
  const candidates = usablePairs(await keys.list())
  const isConsolePath = named === CONSOLE_PATH
  const [first] = candidates
  // Only what nobody chose is replaced: a path that the person wrote must be right.
  if (isConsolePath && request.identityFile === undefined && first !== undefined) {
    const note = `RunPod’s website always shows “-i ${CONSOLE_PATH}”. There is no such file here, so the test used ${first.path}.`
    return { path: first.path, note, isNamed: false }
  }
  throw new StageFailure('key-file-missing', `There is no file ${path}.`, {
    isConsolePath,
    otherKeys: candidates.map(({ name }) => name),
  })
}

/**
 * `~` and `~/…` as ssh expands them, except that `~/.ssh` is wherever the ssh folder is. Relative
 * paths start at the current folder, as for ssh.
 */
export function expandIdentityFile(path: string, paths: Pick<Paths, 'home' | 'sshDir'>): string {
  const [first, second, ...rest] = path.split(/[\\/]/)
  if (first !== '~') return resolve(path)
  if (second === '.ssh') return join(paths.sshDir, ...rest)
  return join(paths.home, second ?? '', ...rest)
}

async function byId(id: string, keys: Pick<KeyService, 'find' | 'list'>): Promise<ChosenKey> {
  const pair = await keys.find(id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  })
  if (pair?.privateKeyPath) return { path: pair.privateKeyPath, note: null, isNamed: true }
  const otherKeys = usablePairs(await keys.list()).map(({ name }) => name)
  throw new StageFailure(
    'no-key',
    pair === null
      ? 'The chosen key is no longer in the ssh folder.'
      : `Of ${pair.name} only the public half is here. Logging in takes the private half.`,
    { otherKeys },
  )
}

async function best(keys: Pick<KeyService, 'list'>): Promise<ChosenKey> {
  const [first] = usablePairs(await keys.list())
  if (first) return { path: first.path, note: null, isNamed: false }
  throw new StageFailure('no-key', 'There is no usable private key in the ssh folder.')
}

/** Usable pairs in the order of the list: whole ones first, and none that needs a security key. */
function usablePairs(
  pairs: readonly KeyPair[],
): readonly { readonly name: string; readonly path: string }[] {
  return pairs.flatMap((pair) => {
    const isUsable =
      (pair.pair === 'matched' || pair.pair === 'private-only') &&
      !pair.type.startsWith('sk-') &&
      !pair.problems.some(({ severity }) => severity === 'error')
    return isUsable && pair.privateKeyPath !== null
      ? [{ name: pair.name, path: pair.privateKeyPath }]
      : []
  })
}
