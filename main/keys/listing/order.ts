/** The order of the list: best first, for a person who has to choose one. */

import type { KeyPair, KeySource } from '../../contract/methods.ts'
import { isDefaultName } from './default-names.ts'

const TYPE_ORDER = ['ed25519', 'ecdsa', 'rsa', 'sk-ed25519', 'sk-ecdsa', 'unknown', 'dsa']
const SOURCE_ORDER: readonly KeySource[] = ['ssh-folder', 'ssh-config', 'runpodctl', 'agent']

export function compareForChoice(a: KeyPair, b: KeyPair): number {
  return (
    usability(a) - usability(b) ||
    typeRank(a) - typeRank(b) ||
    SOURCE_ORDER.indexOf(a.source) - SOURCE_ORDER.indexOf(b.source) ||
    Number(isDefaultName(b.name)) - Number(isDefaultName(a.name)) ||
    compareText(a.name, b.name) ||
    compareText(pathOf(a), pathOf(b))
  )
}

/** 0: log in with it now. 1: after a repair. 2: only the public half. 3: not a key ssh can read. */
function usability(pair: KeyPair): number {
  if (pair.pair === 'unreadable') return 3
  if (pair.pair === 'public-only') return 2
  return pair.problems.some((problem) => problem.severity === 'error') ? 1 : 0
}

function typeRank(pair: KeyPair): number {
  const rank = TYPE_ORDER.indexOf(pair.type)
  return rank < 0 ? TYPE_ORDER.indexOf('unknown') : rank
}

function pathOf(pair: KeyPair): string {
  return pair.privateKeyPath ?? pair.publicKeyPath ?? ''
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
