/** Long lists for the fake host: hundreds of keys, and one with each kind of problem. */

import type { KeyPair, Problem } from '../../../renderer/contract.ts'
import { ED25519 } from './fake-data.ts'

const TYPES = [
  { type: 'ed25519', bits: 256 },
  { type: 'rsa', bits: 3072 },
  { type: 'rsa', bits: 4096 },
  { type: 'ecdsa', bits: 384 },
] as const
const OWNERS = ['customer', 'github', 'lab', 'pod', 'runner', 'vast'] as const

/** `count` different keys: some locked, used or faulty, in a fixed pattern. */
export function manyKeys(count: number): readonly KeyPair[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, '0')
    const name = `${OWNERS[index % OWNERS.length]}-${number}`
    const path = `/home/ada/.ssh/${name}`
    const id = `SHA256:${number}${ED25519.id.slice(10)}`
    return {
      ...ED25519,
      ...TYPES[index % TYPES.length],
      id,
      name,
      comment: `ada@${name}`,
      fingerprint: { sha256: id, md5: ED25519.fingerprint?.md5 ?? '' },
      privateKeyPath: path,
      publicKeyPath: `${path}.pub`,
      encrypted: index % 3 === 0,
      createdAt: new Date(Date.UTC(2024, 0, 1 + index)).toISOString(),
      problems: index % 25 === 24 ? [CRLF] : [],
      uses:
        index % 5 === 0
          ? [
              {
                kind: 'config',
                host: `${name}.example`,
                file: '/home/ada/.ssh/config',
                line: index + 1,
              },
            ]
          : [],
    }
  })
}

const CRLF: Problem = {
  code: 'crlf',
  severity: 'error',
  title: 'The lines end as on Windows',
  detail:
    'OpenSSH cannot read a private key whose lines end with CR LF. An editor or a copy over e-mail did that; the key itself is intact.',
}

interface Faulty {
  readonly name: string
  readonly problem: Problem
  readonly change?: Partial<KeyPair>
}

const UNREADABLE = {
  pair: 'unreadable',
  fingerprint: null,
  type: 'unknown',
  bits: null,
  encrypted: null,
  comment: '',
} as const

const FAULTY: readonly Faulty[] = [
  { name: 'from-windows', problem: CRLF },
  {
    name: 'too-open',
    problem: {
      code: 'permissions-too-open',
      severity: 'error',
      title: 'Other users of this computer can read the file',
      detail: 'ssh refuses a private key with mode 0644.',
      fix: {
        kind: 'call',
        label: 'Make it private',
        method: 'permissions.plan',
        params: { findings: ['too-open'] },
      },
    },
  },
  {
    name: 'two halves',
    problem: {
      code: 'mismatched-pair',
      severity: 'error',
      title: 'The two halves are of different keys',
      detail: 'two halves.pub belongs to another private key. Logging in with it fails.',
    },
    change: { pair: 'mismatched' },
  },
  {
    name: 'old-rsa',
    problem: {
      code: 'weak-rsa',
      severity: 'warning',
      title: 'RSA with 1024 bits is too weak',
      detail: 'Today’s servers refuse it. Make a new key.',
      fix: { kind: 'ask', label: 'Make a new key', ask: 'generate-key' },
    },
    change: { type: 'rsa', bits: 1024 },
  },
  {
    name: 'id with spaces',
    problem: {
      code: 'name-with-spaces',
      severity: 'info',
      title: 'The name has spaces',
      detail: 'Commands that name the key need quotation marks.',
      fix: { kind: 'ask', label: 'Rename it', ask: 'rename-key' },
    },
  },
  {
    name: 'half-copied',
    problem: {
      code: 'truncated',
      severity: 'error',
      title: 'The end of the file is missing',
      detail: 'The last line of a private key is “-----END …”. Copy the whole file again.',
    },
    change: UNREADABLE,
  },
  {
    name: 'server-key',
    problem: {
      code: 'public-only',
      severity: 'info',
      title: 'The private key is not here',
      detail: 'With the public half alone nobody can log in.',
    },
    change: { pair: 'public-only', privateKeyPath: null, encrypted: null, format: null },
  },
]

/** One key for every kind of problem that the list shows differently. */
export const FAULTY_KEYS: readonly KeyPair[] = FAULTY.map(({ name, problem, change }, index) => {
  const path = `/home/ada/.ssh/${name}`
  const id =
    change?.pair === 'unreadable' ? `file:${path}` : `SHA256:f${index}${ED25519.id.slice(9)}`
  const fix: Problem['fix'] = problem.fix ?? {
    kind: 'call',
    label: 'Repair',
    method: 'keys.repair',
    params: { id, path, problem: problem.code },
  }
  return {
    ...ED25519,
    id,
    name,
    fingerprint: { sha256: id, md5: ED25519.fingerprint?.md5 ?? '' },
    privateKeyPath: path,
    publicKeyPath: `${path}.pub`,
    problems: [{ ...problem, fix }],
    ...change,
  }
})

const CONFIG = '/home/ada/.ssh/config'

/** Keys that are used, locked, held by the agent, or kept elsewhere. */
export const USED: KeyPair = {
  ...ED25519,
  encrypted: true,
  createdAt: '2025-03-04T09:12:00.000Z',
  modifiedAt: '2026-02-11T16:40:00.000Z',
  uses: [
    { kind: 'config', host: 'gpu gpu-2', file: CONFIG, line: 12 },
    { kind: 'config', host: null, file: CONFIG, line: 3 },
    {
      kind: 'connection',
      id: 'c1',
      name: 'gpu-lab',
      target: { user: 'root', host: '203.0.113.7', port: 22022, kind: 'runpod-direct' },
    },
    { kind: 'setup' },
    { kind: 'runpod', seenAt: '2026-11-20T10:00:00.000Z' },
  ],
}

export const OF_RUNPODCTL: KeyPair = {
  ...ED25519,
  id: 'SHA256:r7pLq2XvN8sKd3JhT5uYbW1cE6gZaM9fRoPi4nQxB0s',
  fingerprint: {
    sha256: 'SHA256:r7pLq2XvN8sKd3JhT5uYbW1cE6gZaM9fRoPi4nQxB0s',
    md5: 'MD5:2c:90:4e:b7:18:63:fd:05:a2:cc:31:7f:58:09:e4:6b',
  },
  name: 'RunPod-Key-Go',
  type: 'rsa',
  bits: 2048,
  comment: 'RunPod-Key-Go',
  format: 'pkcs1',
  privateKeyPath: '/home/ada/.runpod/ssh/RunPod-Key-Go',
  publicKeyPath: '/home/ada/.runpod/ssh/RunPod-Key-Go.pub',
  source: 'runpodctl',
}

export const IN_AGENT_ONLY: KeyPair = {
  ...ED25519,
  id: 'SHA256:a9gEnTonLyKeY0fTheFakeHost1234567890abcdefG',
  fingerprint: {
    sha256: 'SHA256:a9gEnTonLyKeY0fTheFakeHost1234567890abcdefG',
    md5: 'MD5:77:1d:e3:08:5a:b4:c9:62:0f:96:3b:d1:84:ea:25:70',
  },
  name: 'ada@work-laptop',
  comment: 'ada@work-laptop',
  privateKeyPath: null,
  publicKeyPath: null,
  format: null,
  encrypted: null,
  pair: 'public-only',
  source: 'agent',
  uses: [{ kind: 'agent' }],
}
