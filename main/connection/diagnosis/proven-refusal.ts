/** Refused logins of which the reason is known, each with its proof. */

import type { Fix } from '../../contract/methods.ts'
import type { Evidence } from '../facts.ts'
import {
  CHECK_PASTE,
  CHOOSE_KEY,
  type Diagnoses,
  EDIT_COMMAND,
  OPEN_PODS,
  OPEN_SETTINGS,
  paragraphs,
  sentences,
  TEST_AGAIN,
} from './diagnosis.ts'
import { authorizeFix, keyName, passwordNote, whereSeen } from './login.ts'

export const PROVEN_CAUSES: Diagnoses<
  | 'other-key-accepted'
  | 'wrong-user'
  | 'key-not-on-account'
  | 'key-pasted-wrongly'
  | 'pod-older-than-key'
  | 'password-only'
  | 'second-proof-needed'
  | 'rsa-sha1-only'
  | 'agent-refused'
> = {
  'other-key-accepted': {
    title: ({ acceptedOther }) =>
      acceptedOther === undefined
        ? 'Another of your keys fits'
        : `Another of your keys fits: ${shortName(acceptedOther.name)}`,
    explain: (evidence) =>
      sentences(
        evidence.detail,
        `The key tried was ${keyName(evidence)}.`,
        'To find that out, only the public halves of your other keys were shown to the server, and nobody was logged in.',
      ),
    fixes: (evidence) => [...testWithOther(evidence), CHOOSE_KEY],
  },
  'wrong-user': {
    title: ({ acceptedUser }) => `The user name is ${acceptedUser ?? 'root'}`,
    explain: ({ detail, target, acceptedUser }) =>
      sentences(
        detail,
        `So the key is right and only the name before the @ is not: it is ${target.user} in the command, and has to be ${acceptedUser ?? 'root'}.`,
      ),
    fixes: (evidence) => [...testAsOther(evidence), EDIT_COMMAND],
  },
  'key-not-on-account': {
    title: () => 'This key is not on your RunPod account',
    explain: (evidence) =>
      paragraphs(
        sentences(
          evidence.detail,
          `The key tried was ${keyName(evidence)}.`,
          `${sourceOf(evidence)} it is not among the SSH public keys of your account.`,
        ),
        howToPublish(evidence),
        ...noteOnPasswords(evidence),
      ),
    fixes: (evidence) => [...copyPublicKey(evidence), OPEN_SETTINGS, CHECK_PASTE, CHOOSE_KEY],
  },
  'key-pasted-wrongly': {
    title: () => 'The key was not pasted correctly into RunPod',
    explain: (evidence) =>
      paragraphs(
        sentences(
          evidence.detail,
          `The key tried was ${keyName(evidence)}.`,
          `${sourceOf(evidence)} it is not there. Something there is not a usable key${spoiled(evidence)}.`,
          'A fingerprint, a line without its first word, a wrapped line or two keys on one line do not count.',
        ),
        howToPublish(evidence),
        ...noteOnPasswords(evidence),
      ),
    fixes: (evidence) => [CHECK_PASTE, ...copyPublicKey(evidence), OPEN_SETTINGS],
  },
  'pod-older-than-key': {
    title: () => 'The pod was started before it could know this key',
    explain: (evidence) =>
      paragraphs(
        sentences(
          evidence.detail,
          `The key tried was ${keyName(evidence)}, and it is on your account.`,
          `${startOf(evidence)} Pods take the account’s keys when they start, and are not told of later ones.`,
        ),
        'Run the line below in the pod’s web terminal (in its Connect tab); it adds the key to this pod. A new pod would have it from the start.',
        ...noteOnPasswords(evidence),
      ),
    fixes: (evidence) => [...authorizeFix(evidence), OPEN_PODS, TEST_AGAIN],
  },
  'password-only': {
    title: () => 'The server takes no keys at all',
    explain: (evidence) =>
      paragraphs(
        sentences(
          evidence.detail,
          'Logging in with keys is switched off there (the setting PubkeyAuthentication in the server’s file sshd_config), so no key can work until that is changed. Whoever looks after the server can switch it on.',
        ),
        ...noteOnPasswords(evidence),
      ),
    fixes: () => [
      {
        kind: 'copy',
        text: 'sshd -T | grep -i pubkeyauthentication',
        label: 'Copy the line that shows the setting there',
      },
      EDIT_COMMAND,
      TEST_AGAIN,
    ],
  },
  'second-proof-needed': {
    title: () => 'The key is right, and the server wants more',
    explain: ({ detail }) =>
      sentences(
        detail,
        'In a terminal, ssh asks for it: the password of the account there, or a code. RunPod’s own images ask for nothing but the key.',
      ),
    fixes: () => [TEST_AGAIN, EDIT_COMMAND],
  },
  'rsa-sha1-only': {
    title: () => 'The server is too old for this RSA key',
    explain: ({ detail }) =>
      sentences(
        detail,
        'ssh has refused such signatures since version 8.8, because they can be forged, and says “no mutual signature supported”. The key is not broken: the server is old.',
      ),
    fixes: () => [
      { kind: 'ask', ask: 'generate-key', label: 'Make an Ed25519 key' },
      CHOOSE_KEY,
      TEST_AGAIN,
    ],
  },
  'agent-refused': {
    title: () => 'The ssh-agent did not sign with the key',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The ssh-agent, the program that holds unlocked keys, may be locked, may wait for you to confirm or touch something, or may have let the key expire. ssh says “agent refused operation” then.',
        'Unlock it and test again, add the key to it once more, or test with the key file instead.',
      ),
    fixes: ({ key }) => [
      TEST_AGAIN,
      ...(key === null || key.id === null
        ? []
        : [
            {
              kind: 'call',
              method: 'agent.add',
              params: { id: key.id },
              label: 'Add the key to the ssh-agent again',
            } as const,
          ]),
      CHOOSE_KEY,
    ],
  },
}

function testWithOther({ acceptedOther, target }: Evidence): readonly Fix[] {
  if (acceptedOther === undefined) return []
  const params = { target: { ...target }, keyId: acceptedOther.keyId, hostKeyPolicy: 'ask' }
  const label = `Test with ${shortName(acceptedOther.name)}`
  return [{ kind: 'call', method: 'connection.test', params, label }]
}

function testAsOther({ acceptedUser, target, key }: Evidence): readonly Fix[] {
  if (acceptedUser === undefined || key === null) return []
  const params = {
    target: { ...target, user: acceptedUser },
    identityFile: key.path,
    hostKeyPolicy: 'ask',
  }
  return [{ kind: 'call', method: 'connection.test', params, label: `Test as ${acceptedUser}` }]
}

function copyPublicKey({ publicKeyLine }: Evidence): readonly Fix[] {
  return publicKeyLine === null
    ? []
    : [{ kind: 'copy', text: publicKeyLine, label: 'Copy the public key for RunPod' }]
}

function howToPublish({ target }: Evidence): string {
  return target.kind === 'runpod-direct'
    ? 'Copy the public key below into RunPod’s settings, under SSH Public Keys, on a line of its own. A pod that runs already does not get it: deploy a new one, or add the key in the pod’s web terminal.'
    : 'Copy the public key below into RunPod’s settings, under SSH Public Keys, on a line of its own, and test again.'
}

function sourceOf({ publication }: Evidence): string {
  return publication === undefined ? 'As far as is known,' : whereSeen(publication)
}

function spoiled({ publication }: Evidence): string {
  const [first] = publication?.malformed ?? []
  return first === undefined ? '' : `: ${first}`
}

function noteOnPasswords(evidence: Evidence): readonly string[] {
  const note = passwordNote(evidence)
  return note === '' ? [] : [note]
}

/** A name that a headline or a button has room for. */
function shortName(name: string): string {
  return name.length > 24 ? `${name.slice(0, 23)}…` : name
}

function startOf({ podStartedAt }: Evidence): string {
  return podStartedAt === undefined
    ? 'The pod was started before that.'
    : `The pod has been running since ${podStartedAt.slice(0, 16).replace('T', ' ')} UTC.`
}
