/**
 * What stands in for evidence where there was no test: in the help. Details are worded as the stages
 * word them; addresses are those of RFC 5737, and no key is a real one.
 */

import type { CauseCode, Target } from '../../contract/methods.ts'
import { type Evidence, startFacts } from '../facts.ts'

const SSH_FOLDER = '~/.ssh'
const KEY_FILE = `${SSH_FOLDER}/id_ed25519`
const CONFIG = `${SSH_FOLDER}/config`
const PUBLIC_LINE = 'ssh-ed25519 AAAA… you@laptop'

/** A line to copy that holds one of these is the example's, and of no use to anyone. */
export const EXAMPLE_VALUES: readonly string[] = [SSH_FOLDER, PUBLIC_LINE]

export const EXAMPLE_TARGETS: { readonly [kind in Target['kind']]: Target } = {
  'runpod-direct': { user: 'root', host: '203.0.113.7', port: 22041, kind: 'runpod-direct' },
  'runpod-proxy': {
    ...{ user: 'abc123def456-64410d32', host: 'ssh.runpod.io' },
    ...{ port: 22, kind: 'runpod-proxy' },
  },
  generic: { user: 'ubuntu', host: '198.51.100.20', port: 22, kind: 'generic' },
}

const HOST_KEY: NonNullable<Evidence['hostKey']> = {
  type: 'ssh-ed25519',
  sha256: 'SHA256:(new)',
  status: 'new',
  key: '',
  recorded: [{ type: 'ssh-ed25519', sha256: 'SHA256:(old)', line: 4 }],
}

/** Only what a cause's words need beside the target and the key. */
const EVIDENCE: { readonly [cause in CauseCode]?: Partial<Evidence> } = {
  'name-not-found': { detail: 'The name “ssh.runpod.oi” was not found.' },
  'connection-timed-out': { detail: 'No answer at all within 10 s.' },
  'banner-timeout': {
    detail: 'The connection was accepted, but the server said nothing within 10 s.',
  },
  'not-ssh': { detail: 'What answers there is not an SSH server.' },
  penalised: { detail: 'The server said “Not allowed at this time” and hung up.' },
  'no-common-algorithm': { detail: 'The server speaks only the first version of SSH.' },
  'host-key-new': { hostKey: HOST_KEY },
  'host-key-changed': { hostKey: HOST_KEY },
  'host-key-revoked': { hostKey: HOST_KEY },
  'key-file-missing': { detail: `There is no file ${KEY_FILE}.`, isConsolePath: true },
  'key-file-unreadable': {
    detail:
      'The file is damaged, or of another kind: Windows line endings, a missing last line, a PuTTY key, or the public half saved under the private one’s name.',
  },
  'key-permissions': {
    detail: `${KEY_FILE} can be read by other accounts on this computer.`,
    fixCommand: `chmod 600 ${KEY_FILE}`,
  },
  'public-key-mismatch': {
    detail: `${KEY_FILE}.pub does not belong to ${KEY_FILE}: it holds a different public key.`,
    fixCommand: `mv ${KEY_FILE}.pub ${KEY_FILE}.pub.wrong`,
  },
  'no-key': { detail: 'No usable key was found in the ssh folder.' },
  'passphrase-needed': { detail: 'id_ed25519 is locked with a passphrase.' },
  'passphrase-wrong': { detail: 'The passphrase does not unlock id_ed25519.' },
  'config-permissions': {
    detail: 'ssh refuses a config that others may write to.',
    configFault: { file: CONFIG, line: null },
  },
  'config-broken': {
    detail:
      'ssh does not understand the line, for example because a word in it is misspelt. Correct the line, or put # before it.',
    configFault: { file: CONFIG, line: 3 },
  },
  'config-sends-another-key': {
    configDifferences: [
      { keyword: 'IdentityFile', value: `${SSH_FOLDER}/work`, file: CONFIG, line: 5 },
    ],
  },
  'proxy-user-missing': {
    detail: 'The command logs in as “root” on RunPod’s proxy, which has no account of that name.',
  },
  'proxy-suffix-missing': {
    detail:
      '“abc123def456” is not the full name that RunPod’s proxy needs: that ends in a hyphen and eight digits and letters.',
  },
  'key-not-accepted': { detail: 'The server refused the key.' },
  'other-key-accepted': {
    detail: 'It would accept another of your keys: work (SHA256:…).',
    acceptedOther: { keyId: 'SHA256:…', name: 'work' },
  },
  'wrong-user': {
    detail: 'The same server accepts this key for root.',
    acceptedUser: 'root',
    target: { user: 'ubuntu', host: '203.0.113.7', port: 22041, kind: 'runpod-direct' },
  },
  'key-not-on-account': {
    publication: {
      ...{ source: 'account', at: null, hasKey: false },
      ...{ malformed: [], isWellFormed: true },
    },
  },
  'key-pasted-wrongly': {
    publication: {
      ...{ source: 'account', at: null, hasKey: false },
      ...{ malformed: ['“SHA256:…” is a fingerprint'], isWellFormed: false },
    },
  },
  'pod-older-than-key': { podStartedAt: '2026-11-30T09:42:00Z' },
  'password-only': { detail: 'The server offers passwords only.', offeredMethods: ['password'] },
  'second-proof-needed': {
    detail:
      'The server accepted the key, but wants a second proof as well, which Keypilot cannot give.',
  },
  'rsa-sha1-only': {
    detail:
      'The server takes RSA keys only with the outdated SHA-1 signature. An Ed25519 key would work.',
  },
  'agent-refused': {
    detail: 'The server would take the key, but the ssh-agent did not sign with it.',
  },
  'too-many-authentication-failures': {
    detail: 'The server said “Too many authentication failures” and hung up.',
  },
  'auth-timeout': { detail: 'The server did not decide about the key within 15 s.' },
  'container-not-found': {
    detail: 'The key was accepted, and then the proxy said “container not found”.',
  },
  'proxy-terminal-only': { detail: 'RunPod’s proxy accepted your key, but gives a terminal only.' },
  'sftp-missing': { detail: 'Logging in works, but the server offers no sftp.' },
  'forwarding-refused': {
    purpose: 'editor',
    detail: 'Logging in works, but the server does not allow port forwarding.',
  },
}

export function exampleEvidence(cause: CauseCode, kind: Target['kind']): Evidence {
  return {
    ...startFacts(EXAMPLE_TARGETS[kind], 'ask'),
    detail: '',
    key: { id: 'SHA256:…', path: KEY_FILE },
    publicKeyLine: PUBLIC_LINE,
    // What most people see of a refusal: the question for a password.
    offeredMethods: ['publickey', 'password'],
    ...EVIDENCE[cause],
  }
}
