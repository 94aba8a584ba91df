/** Wording of what a plan's reader should know before going ahead. */

import type { AccountKey, Problem } from '../../contract/methods.ts'
import { shortened } from './problems.ts'

export const RUNNING_PODS: Problem = {
  code: 'running-pods-unchanged',
  severity: 'info',
  title: 'Pods that exist already do not learn of it',
  detail:
    'A pod takes the keys of the account when it is created. For a pod that is there already, deploy it again, or add the key’s line to ~/.ssh/authorized_keys in its web terminal.',
}

export const REMOVED_STILL_WORKS: Problem = {
  code: 'running-pods-keep-keys',
  severity: 'info',
  title: 'Pods that exist already still accept a removed key',
  detail:
    'They keep the keys that they were created with. To lock a key out of one, delete its line from ~/.ssh/authorized_keys in that pod.',
}

export const LAST_USABLE_KEY: Problem = {
  code: 'last-usable-key',
  severity: 'warning',
  title: 'No usable key would be left',
  detail:
    'Pods that you create after this would start without SSH, and RunPod’s proxy would let nobody in.',
}

export const ALREADY_THERE: Problem = {
  code: 'already-published',
  severity: 'info',
  title: 'This key is on your account already',
  detail: 'Nothing has to change. Pods that you create from now on will have it.',
}

export const NOTHING_TO_REPAIR: Problem = {
  code: 'nothing-to-repair',
  severity: 'info',
  title: 'There is nothing to repair',
  detail: 'All entries that could be repaired are in order.',
}

export const NOTHING_MISSING: Problem = {
  code: 'nothing-missing',
  severity: 'info',
  title: 'Nothing of this copy is missing',
  detail: 'Everything that was on the account then is there today.',
}

/** How restoring treats what came since: it only adds. */
export const RESTORE_ADDS: Problem = {
  code: 'restore-adds',
  severity: 'info',
  title: 'Keys that were added since stay',
  detail:
    'Restoring brings back what is missing today. It takes nothing away; remove what you do not want afterwards.',
}

export const NO_PRIVATE_HALF: Problem = {
  code: 'public-half-only',
  severity: 'warning',
  title: 'The private half of this key is not on this computer',
  detail: 'Publishing it is fine, but only the computer with its private half can log in with it.',
}

export const OPTIONS_DROPPED: Problem = {
  code: 'options-dropped',
  severity: 'warning',
  title: 'A restriction in front of a key would be taken off',
  detail:
    'The entry starts with options, such as from="…" or command="…", which limit what the key may do. RunPod refuses such entries, so they go, and the key may then do everything. If you do not want that, remove the entry instead.',
}

/** The plan changes an entry that was not asked for, because RunPod would refuse the set with it. */
export function blockedEntry(entry: AccountKey, removed: boolean): Problem {
  const name = nameOf(entry)
  return {
    code: 'blocked-entry',
    severity: 'warning',
    title: removed ? 'An unusable entry has to go with it' : 'An entry is repaired with it',
    detail: removed
      ? `RunPod refuses every change while ${name} is among the keys, and nobody can log in with it. A copy of the list is kept on this computer.`
      : `RunPod refuses every change while ${name} is written as it is now. The key in it stays the same.`,
  }
}

/** Lines of a paste that are not published. */
export function leftOut({ title, detail }: Problem): Problem {
  return { code: 'left-out', severity: 'warning', title: `Left out: ${title}`, detail }
}

export function notRestored(count: number): Problem {
  return {
    code: 'not-restored',
    severity: 'warning',
    title: count === 1 ? 'One entry cannot come back' : `${count} entries cannot come back`,
    detail: 'RunPod refuses them as they were, and no usable key is in them.',
  }
}

export function nameOf({ text, comment, fingerprint }: AccountKey): string {
  if (comment !== '') return `“${shortened(comment)}”`
  return fingerprint ?? `“${shortened(text)}”`
}
