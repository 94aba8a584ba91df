/** The way out of each problem of the list: a repair where one is possible, and else what is left. */

import type { Fix, KeyRef, Problem } from '../../contract/methods.ts'
import { isTextDamage, repairLabel } from '../repair/offers.ts'
import type { PairFacts } from './pair-problems-of.ts'

export interface Fixable {
  readonly facts: PairFacts
  /** Names the pair; null when no file of it can be named. */
  readonly ref: Required<KeyRef> | null
  readonly hasBackup?: (path: string) => Promise<boolean>
}

const MAKE: Fix = { kind: 'ask', ask: 'generate-key', label: 'Make a new key' }
const RESTORE: Fix = { kind: 'ask', ask: 'restore-backup', label: 'Show its backups' }
const RENAME: Fix = { kind: 'ask', ask: 'rename-key', label: 'Rename the key' }
const REMOVE: Fix = { kind: 'ask', ask: 'remove-key', label: 'Remove the file' }

/** What a key of the list is asked to do about a problem that no repair ends. */
const ALTERNATIVES: { readonly [code: string]: Fix } = {
  empty: REMOVE,
  'dangling-link': REMOVE,
  'html-page': REMOVE,
  'not-a-key': REMOVE,
  fingerprint: REMOVE,
  'ssh1-key': REMOVE,
  'name-with-spaces': RENAME,
  'name-unsafe': RENAME,
  'dsa-removed': MAKE,
  'rsa-weak': MAKE,
  'rsa-too-short': MAKE,
  'unsupported-curve': MAKE,
  'unknown-cipher': MAKE,
}

/** The problem with the one fix that fits it here. */
export async function withFix(problem: Problem, fixable: Fixable): Promise<Problem> {
  const { fix: general, ...rest } = problem
  const fix = await fixFor(problem, fixable)
  // "Choose another key" has no meaning in the list of all keys.
  const kept = general?.kind === 'ask' && general.ask === 'choose-key' ? undefined : general
  const best = fix ?? kept
  return best === undefined ? rest : { ...rest, fix: best }
}

async function fixFor({ code }: Problem, fixable: Fixable): Promise<Fix | undefined> {
  const { facts, ref, hasBackup } = fixable
  if (ref === null) return undefined
  const label = await repairLabel(code, facts)
  if (label !== null) {
    const params = { id: ref.id, path: ref.path, problem: code }
    return { kind: 'call', method: 'keys.repair', params, label }
  }
  if (isTextDamage(code)) {
    return (await hasBackup?.(ref.path)) ? RESTORE : MAKE
  }
  return Object.hasOwn(ALTERNATIVES, code) ? ALTERNATIVES[code] : undefined
}
