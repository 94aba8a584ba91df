/** Hosts of the ssh config that could become saved connections. */

import type { ConnectionCandidate, KeyPair, SavedConnection } from '../contract/methods.ts'
import { judgeTarget } from '../ssh-command/index.ts'
import type { Paths } from '../storage/index.ts'
import type { ConfigHostEntry } from './config-hosts.ts'
import { keyIdOf } from './key-files.ts'
import { isSameTarget } from './same-place.ts'

interface Known {
  readonly connections: readonly SavedConnection[]
  readonly keys: readonly KeyPair[]
  readonly paths: Paths
}

export function toCandidate(
  { alias, target, identityFiles }: ConfigHostEntry,
  { connections, keys, paths }: Known,
): ConnectionCandidate {
  const keyIds = identityFiles.map((file) => keyIdOf(file, keys, paths))
  const problem = judgeTarget(target)
  const saved = connections.find((each) => isSameTarget(each.target, target))
  return {
    alias,
    target,
    keyId: keyIds.find((id) => id !== null) ?? null,
    problem: problem === null ? null : `${problem.title}. ${problem.detail}`,
    savedAs: saved?.id ?? null,
  }
}
