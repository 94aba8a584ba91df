/** Causes when the server is asked to let the person in. */

import type { Fix } from '../../contract/methods.ts'
import { authorizeCommand } from '../../public-keys/index.ts'
import type { Evidence, Publication } from '../facts.ts'
import {
  CHECK_PASTE,
  CHOOSE_KEY,
  type Diagnoses,
  EDIT_COMMAND,
  numbered,
  OPEN_SETTINGS,
  sentences,
  TEST_AGAIN,
} from './diagnosis.ts'

export const LOGIN_CAUSES: Diagnoses<
  'key-not-accepted' | 'too-many-authentication-failures' | 'auth-timeout'
> = {
  'key-not-accepted': {
    title: ({ target }) =>
      target.kind === 'runpod-proxy'
        ? 'RunPod’s proxy refused this key'
        : target.kind === 'runpod-direct'
          ? 'The pod refused this key'
          : 'The server refused this key',
    explain: (evidence) =>
      [explainRefusal(evidence), passwordNote(evidence)].filter((part) => part !== '').join('\n'),
    fixes: (evidence) => fixesFor(evidence),
  },
  'too-many-authentication-failures': {
    title: () => 'The server stopped after too many tries',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The test offers a single key, so this server allows hardly any failed attempt, and the key is not one that it accepts.',
        'In a terminal the same message usually means that ssh offered too many keys of an ssh-agent, the program that holds unlocked keys; the option IdentitiesOnly=yes makes it offer only the one you name.',
      ),
    fixes: () => [CHECK_PASTE, CHOOSE_KEY, TEST_AGAIN],
  },
  'auth-timeout': {
    title: () => 'The server did not decide about the key',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The pod may be overloaded, or its disk full or slow. Wait a minute and test again.',
      ),
    fixes: () => [TEST_AGAIN],
  },
}

function explainRefusal(evidence: Evidence): string {
  const { detail, publication } = evidence
  const introduction = sentences(
    detail,
    `The key tried was ${keyName(evidence)}.`,
    publication?.hasKey === true && `${whereSeen(publication)} it is on your account.`,
    'The key and its file are in order, so the reason is on the other side. What to check, the likeliest first:',
  )
  return numbered(introduction, whatToCheck(evidence))
}

function whatToCheck({ target, publication }: Evidence): readonly string[] {
  switch (target.kind) {
    case 'runpod-proxy':
      return [
        ...(publication?.hasKey === true
          ? []
          : [
              'The key is not on your RunPod account: the proxy accepts only the keys in RunPod’s settings, under SSH Public Keys.',
              'It is there, but pasted wrongly: a fingerprint, a wrapped line or two keys on one line do not count. “Check what was pasted into RunPod” finds that.',
              'A key of yours is there, but not the one tried here.',
            ]),
        'The pod is older than the key: deploy a new pod.',
        'The pod is gone, or the part before the @ is out of date: copy the command again.',
      ]
    case 'runpod-direct':
      return [
        // Everything else can be right, and this alone would still refuse every key.
        ...(target.user === 'root'
          ? []
          : [`The user name: on pods it is root, and this test used ${target.user}.`]),
        'The key was added to RunPod after the pod had started: running pods do not get new keys. Run the line below in the pod’s web terminal (in its Connect tab), or deploy a new pod.',
        ...(publication?.hasKey === true
          ? ['The pod was started with a key of its own (PUBLIC_KEY) instead of your account’s.']
          : [
              'It was pasted wrongly: a fingerprint, a wrapped line or two keys on one line do not count. “Check what was pasted into RunPod” finds that.',
              'RunPod has a different key from the one tried here.',
            ]),
        'The address now belongs to another pod: copy the command again.',
      ]
    case 'generic':
      return [
        `The public key is not in ~/.ssh/authorized_keys of ${target.user} on the server, the list of keys that may log in.`,
        'The server has a different key from the one tried here.',
        `The user name ${target.user} is not right.`,
        'The server ignores authorized_keys because its folder or file is writable by others.',
      ]
  }
}

/** A password prompt is what most people see instead of a reason. */
export function passwordNote({ target, offeredMethods }: Evidence): string {
  if (!offeredMethods.includes('password')) return ''
  return sentences(
    `The server ${offeredMethods.includes('publickey') ? 'also ' : ''}offers passwords, so in a terminal ssh would ask you for one.`,
    target.kind !== 'generic' &&
      'RunPod never sets a password: none exists, and nothing you type can be right.',
  )
}

function fixesFor(evidence: Evidence): readonly Fix[] {
  const { target } = evidence
  switch (target.kind) {
    case 'runpod-proxy':
      return [CHECK_PASTE, OPEN_SETTINGS, CHOOSE_KEY, EDIT_COMMAND]
    case 'runpod-direct':
      return [...authorizeFix(evidence), CHECK_PASTE, CHOOSE_KEY, EDIT_COMMAND]
    case 'generic':
      return [...authorizeFix(evidence), CHOOSE_KEY, EDIT_COMMAND]
  }
}

export function authorizeFix({ publicKeyLine, target }: Evidence): readonly Fix[] {
  if (publicKeyLine === null) return []
  const where = target.kind === 'generic' ? 'on the server' : 'in the pod’s web terminal'
  return [
    { kind: 'copy', text: authorizeCommand(publicKeyLine), label: `Copy the line to run ${where}` },
  ]
}

export function keyName({ key }: Evidence): string {
  if (key === null) return 'none'
  return key.id === null ? key.path : `${key.path} (${key.id})`
}

/** The beginning of a sentence that says how the account's keys are known. */
export function whereSeen({ source, at }: Publication): string {
  if (source === 'account') return 'According to RunPod,'
  return `According to the list that you last pasted back here (${(at ?? '').slice(0, 10)}),`
}
