/** Wording of what can be wrong with the account's keys, and of what a change of them means. */

import type { AccountKey, Problem } from '../../contract/methods.ts'

/** Characters of keys that RunPod stores at most. */
export const MAX_STORED_LENGTH = 65_000

/** RunPod refuses the whole set while one such entry is in it. */
export const REFUSED_ENTRY: Problem = {
  code: 'refused-by-runpod',
  severity: 'warning',
  title: 'RunPod takes no change while this entry stays as it is',
  detail:
    'RunPod checks every entry whenever one changes, and refuses this one. Keypilot repairs it together with the next change, or takes it out where it cannot be repaired, and shows you that first.',
}

export function duplicateOf({ comment }: AccountKey): Problem {
  return {
    code: 'duplicate',
    severity: 'warning',
    title: 'This key is on the account twice',
    detail: `The same key is already there${comment === '' ? '' : ` under the name “${shortened(comment)}”`}. Once is enough: this entry can go, and nobody loses access.`,
  }
}

export const NO_KEYS: Problem = {
  code: 'no-account-keys',
  severity: 'warning',
  title: 'No key is on your account yet',
  detail:
    'A pod gets the keys of your account when it is created. Without any it starts without SSH. Publish a key first, then deploy the pod.',
}

export const NO_USABLE_KEY: Problem = {
  code: 'no-usable-account-key',
  severity: 'error',
  title: 'None of these entries lets anyone in',
  detail:
    'The account has entries, but no usable key is among them. Publish your key; pods created after that will have it.',
}

export const SECRET_ON_ACCOUNT: Problem = {
  code: 'secret-on-account',
  severity: 'error',
  title: 'Something secret may be on your account',
  detail:
    'An entry looks like a private key or another secret, and RunPod gives all entries to every pod you create. Remove that entry, and do not use that key any more: make a new one. Keypilot shows and keeps nothing of it.',
}

export function refusedEntries(count: number): Problem {
  return {
    code: 'refused-entries',
    severity: 'warning',
    title:
      count === 1
        ? 'RunPod would refuse one of these entries'
        : `RunPod would refuse ${count} of these entries`,
    detail:
      'They were stored another way, and RunPod now takes no change of the keys while they stay as they are. A change made here repairs them in the same step.',
  }
}

export function duplicateEntries(count: number): Problem {
  return {
    code: 'duplicate-entries',
    severity: 'info',
    title: count === 1 ? 'One key is there twice' : `${count} entries repeat a key`,
    detail: 'This does no harm, but takes space. A repair takes the repetitions out.',
  }
}

/** `names`: of pairs on this computer. */
export function publishedAndGone(names: readonly string[]): Problem {
  const list = names.slice(0, 5).map(shortened).join(', ')
  return {
    code: 'published-key-gone',
    severity: 'info',
    title: 'A key that Keypilot published is not there any more',
    detail: `This is about: ${list}. If you did not take it off yourself, another program replaced the list, or this is another account. Publish the key again if you still use it.`,
  }
}

/** Of 65,000 characters, or null while there is room. */
export function spaceProblem(length: number): Problem | null {
  if (length <= MAX_STORED_LENGTH * 0.9) return null
  const isFull = length > MAX_STORED_LENGTH
  return {
    code: isFull ? 'too-long' : 'nearly-full',
    severity: 'warning',
    title: isFull ? 'The keys are longer than RunPod can store' : 'There is little room left',
    detail: `All keys together may have about ${MAX_STORED_LENGTH.toLocaleString('en-US')} characters; these have ${length.toLocaleString('en-US')}. Remove keys that you no longer use.`,
  }
}

/** A comment as a sentence has room for it. */
export function shortened(text: string): string {
  const characters = [...text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')]
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : characters.join('')
}
