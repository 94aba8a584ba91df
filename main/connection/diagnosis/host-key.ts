/** Causes about the server's own key. */

import type { SeenHostKey } from '../../contract/methods.ts'
import { knownHostName } from '../../known-hosts/index.ts'
import type { Evidence } from '../facts.ts'
import {
  type Diagnoses,
  EDIT_COMMAND,
  OPEN_PODS,
  paragraphs,
  sentences,
  TEST_AGAIN,
} from './diagnosis.ts'

/** One host key for all customers, so a change of it is never an ordinary event. */
const RUNPOD_PROXY_HOST = 'ssh.runpod.io'

type HostKeyCause = 'host-key-new' | 'host-key-changed' | 'host-key-revoked'

export const HOST_KEY_CAUSES: Diagnoses<HostKeyCause> = {
  'host-key-new': {
    title: () => 'You have not met this server before',
    explain: (evidence) =>
      paragraphs(
        'Every SSH server has a key of its own, the host key, by which your computer recognises it.',
        sentences(
          `This one showed ${describe(evidence.hostKey)}.`,
          evidence.knownHostsFault ??
            `Your list of servers, the file known_hosts, has none for ${nameOf(evidence)} yet, which is normal the first time.`,
        ),
        evidence.knownHostsFault === undefined
          ? sentences(
              howToCompare(evidence),
              authorityNote(evidence),
              'Remember the key to go on; from then on, a change will be noticed.',
            )
          : 'So the key could not be compared, and it cannot be recorded either. Repair that file, then test again.',
      ),
    fixes: (evidence) =>
      evidence.knownHostsFault === undefined ? [...acceptFix(evidence), TEST_AGAIN] : [TEST_AGAIN],
  },
  'host-key-changed': {
    title: (evidence) =>
      isRunPodProxy(evidence)
        ? 'Warning: RunPod’s proxy shows a different key'
        : 'This server shows a different key than before',
    explain: (evidence) =>
      isRunPodProxy(evidence) ? explainProxyChange(evidence) : explainChange(evidence),
    fixes: (evidence) =>
      isRunPodProxy(evidence)
        ? [{ kind: 'link', link: 'runpod-ssh-docs', label: 'Read RunPod’s SSH page' }, TEST_AGAIN]
        : [forgetFix(evidence), OPEN_PODS, EDIT_COMMAND],
  },
  'host-key-revoked': {
    title: () => 'This server’s key is marked as revoked',
    explain: (evidence) =>
      sentences(
        `The server showed ${describe(evidence.hostKey)}, and the file known_hosts has a line that revokes exactly this key.`,
        'Someone put it there because the key is not to be trusted any more, so Keypilot goes no further. Ask whoever looks after the server.',
      ),
    fixes: () => [EDIT_COMMAND],
  },
}

function howToCompare(evidence: Evidence): string {
  if (isRunPodProxy(evidence)) {
    return 'RunPod does not publish this fingerprint, so accept it on a network that you trust.'
  }
  return evidence.target.kind === 'runpod-direct'
    ? 'RunPod’s own images print their fingerprints to the pod’s log when they start (“SSH host keys”), so you can compare them there.'
    : 'Whoever looks after the server can tell you whether this is its fingerprint.'
}

/** Lines `@cert-authority`: ssh takes any server with a certificate of that authority. */
function authorityNote({ hostKey }: Evidence): string {
  const [first] = hostKey?.authorities ?? []
  return first === undefined
    ? ''
    : `For this host the file trusts a certificate authority (line ${first.line}): when the server also shows a certificate of it, your own ssh goes on without asking. Keypilot’s test sees the plain key only.`
}

function explainChange(evidence: Evidence): string {
  return paragraphs(
    sentences(
      'Your computer recognises a server by its host key, and keeps those keys in the file known_hosts.',
      changeOf(evidence),
    ),
    'With rented pods this is normal: a pod makes new keys when it is created or reset, and addresses and ports go on to the next customer.',
    `If you have just made, reset or restarted a pod, forget the old key of ${nameOf(evidence)} and test again; you will then be shown the new one.`,
    'If nothing of the kind happened, do not go on: the command may be out of date, or someone may be posing as this server.',
  )
}

function explainProxyChange(evidence: Evidence): string {
  return paragraphs(
    changeOf(evidence),
    'RunPod’s proxy has one key for everyone, and it does not change when a pod does. Someone on the network may be pretending to be RunPod.',
    'Do not remove the recorded key on a network that you do not trust. Test from another network first, and ask RunPod’s support whether the key was really changed. If it was, forget the old one in Keypilot, on the SSH config page under “Recorded host keys”.',
  )
}

/** Old and new under each other, so that they can be compared. */
function changeOf({ hostKey }: Evidence): string {
  const old = (hostKey?.recorded ?? []).map(
    ({ type, sha256, line }) => `${type} ${sha256} (line ${line})`,
  )
  return `The server showed a different host key.\nRecorded in known_hosts: ${old.join(' or ')}.\nShown by the server now: ${describe(hostKey)}.`
}

function acceptFix({ target, hostKey }: Evidence) {
  if (hostKey === null) return []
  const params = { host: target.host, port: target.port, key: `${hostKey.type} ${hostKey.key}` }
  const label = 'Remember this host key'
  return [{ kind: 'call', method: 'knownHosts.accept', params, label } as const]
}

function forgetFix(evidence: Evidence) {
  const { host, port } = evidence.target
  const label = `Forget the old key of ${nameOf(evidence)}`
  return { kind: 'call', method: 'knownHosts.forget', params: { host, port }, label } as const
}

function describe(hostKey: SeenHostKey | null): string {
  return hostKey === null ? 'a host key' : `${hostKey.type} ${hostKey.sha256}`
}

function nameOf({ target }: Evidence): string {
  return knownHostName(target.host, target.port)
}

function isRunPodProxy({ target }: Evidence): boolean {
  return target.host.toLowerCase() === RUNPOD_PROXY_HOST
}
