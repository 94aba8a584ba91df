/** The keys of a made-up account, with plans, changes and backups as the service has them. */

import type {
  AccountKey,
  AccountKeys,
  AccountKeysBackup,
  AccountKeysChange,
  AccountKeysPlan,
} from '../../../renderer/contract.ts'
import type { Answers } from './fake-bridge.ts'
import { FakeProblem } from './fake-problem.ts'
import { OTHER_KEY, OWN_KEY } from './fake-runpod-data.ts'

type KeyMethods =
  | 'runpod.accountKeys'
  | 'runpod.planKeys'
  | 'runpod.applyKeys'
  | 'runpod.keyBackups'

/** What has to be typed before no key is left. */
export const CONFIRM_WORD = 'empty'

interface Kept {
  readonly backup: AccountKeysBackup
  readonly keys: readonly AccountKey[]
}

/** @param known throws when there is no API key */
export function createFakeAccountKeys(
  start: readonly AccountKey[],
  known: () => void,
): Pick<Answers, KeyMethods> {
  let keys = start
  let backups: readonly Kept[] = []
  const answer = (): AccountKeys => ({ keys, problems: [], at: new Date().toISOString() })
  const keysOf = (id: string) => backups.find(({ backup }) => backup.id === id)?.keys ?? []
  return {
    'runpod.accountKeys': () => {
      known()
      return answer()
    },
    'runpod.planKeys': ({ change }) => {
      known()
      return planOf(change, keys, keysOf)
    },
    'runpod.applyKeys': ({ change, planId, confirmWord }) => {
      known()
      const plan = planOf(change, keys, keysOf)
      if (plan.id !== planId) throw new FakeProblem('changed-meanwhile', 'The keys changed.')
      if (plan.confirmWord !== null && confirmWord !== plan.confirmWord) {
        throw new FakeProblem('bad-request', 'The word is missing.')
      }
      const backup = {
        id: `b${backups.length + 1}`,
        at: new Date(Date.UTC(2026, 10, 21, 8, backups.length)).toISOString(),
        title: plan.title,
        count: keys.length,
      }
      backups = [{ backup, keys }, ...backups]
      keys = [
        ...plan.kept,
        ...plan.repaired.map(({ from, to }) => ({
          ...from,
          ...OTHER_KEY,
          text: to.join('\n'),
          comment: 'lab',
        })),
        ...plan.added,
      ]
      return { keys: answer(), backup }
    },
    'runpod.keyBackups': () => backups.map(({ backup }) => backup),
  }
}

function planOf(
  change: AccountKeysChange,
  keys: readonly AccountKey[],
  keysOf: (backup: string) => readonly AccountKey[],
): AccountKeysPlan {
  const parts = partsOf(change, keys, keysOf)
  const left = parts.kept.length + parts.added.length + parts.repaired.length
  return {
    id: JSON.stringify([keys.map(({ text }) => text), change]),
    ...parts,
    noChange: parts.added.length + parts.removed.length + parts.repaired.length === 0,
    confirmWord: left === 0 && keys.length > 0 ? CONFIRM_WORD : null,
    notes:
      parts.added.length === 0
        ? []
        : [
            {
              code: 'running-pods',
              severity: 'info',
              title: 'Pods that run already do not learn of it',
              detail: 'It counts for pods that are made after this.',
            },
          ],
  }
}

function partsOf(
  change: AccountKeysChange,
  keys: readonly AccountKey[],
  keysOf: (backup: string) => readonly AccountKey[],
) {
  const nothing = { kept: keys, added: [], repaired: [], removed: [] }
  switch (change.kind) {
    case 'publish':
    case 'publish-text': {
      const key = change.kind === 'publish' ? OWN_KEY : { ...OTHER_KEY, text: change.text }
      const there = keys.some(({ text }) => text === key.text)
      return { ...nothing, title: 'Publish a key', added: there ? [] : [key] }
    }
    case 'remove': {
      const goes = ({ text }: AccountKey) => change.texts.includes(text)
      const removed = keys.filter(goes)
      const kept = keys.filter((key) => !goes(key))
      return { ...nothing, title: `Remove ${removed.length} key`, removed, kept }
    }
    case 'repair': {
      const repaired = keys.flatMap((from) =>
        from.repaired === null ? [] : [{ from, to: from.repaired }],
      )
      const kept = keys.filter((key) => key.repaired === null)
      return { ...nothing, title: 'Repair 1 key', repaired, kept }
    }
    case 'restore': {
      const wanted = keysOf(change.backup)
      const has = (list: readonly AccountKey[], { text }: AccountKey) =>
        list.some((one) => one.text === text)
      return {
        ...nothing,
        title: 'Put earlier keys back',
        kept: keys.filter((key) => has(wanted, key)),
        added: wanted.filter((key) => !has(keys, key)),
        removed: keys.filter((key) => !has(wanted, key)),
      }
    }
  }
}
