/**
 * The longest time that one file can take, up to the 64 kB that are read: the inspector gets the
 * marks of every format, repeated, cut and mixed.
 */

import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspectPair } from '../../main/keys/inspect.ts'
import { makePair } from '../../main/keys/make-pair.ts'
import { MAX_KEY_FILE_BYTES } from '../../main/keys/read-key-file.ts'
import { median, publish, timed } from './measure.ts'

const MAX_MS = 200
const SLOW_MS = 20
const SIZE = MAX_KEY_FILE_BYTES

interface Case {
  readonly data: Buffer
  readonly took: number
}

const MARKS = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  '-----BEGIN OPENSSH PRIVATE KEY-----\n',
  '-----END OPENSSH PRIVATE KEY-----\n',
  '-----BEGIN RSA PRIVATE KEY-----\n',
  '-----END RSA PRIVATE KEY-----\n',
  '-----BEGIN ENCRYPTED PRIVATE KEY-----\n',
  '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n',
  '-----BEGIN ',
  'BEGIN ',
  'BEGIN PRIVATE KEY',
  '-',
  '\u2014BEGIN OPENSSH PRIVATE KEY\u2014',
  'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n',
  'DEK-Info: ',
  'PuTTY-User-Key-File-3: ssh-ed25519\n',
  'Private-Lines: 1\n',
  'SSH PRIVATE KEY FILE FORMAT 1.1\n',
  '---- BEGIN SSH2 PUBLIC KEY ----\n',
  'Comment: "x\\\n',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI ',
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB\n',
  'ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5\n',
  'sk-',
  'b3BlbnNzaC1rZXktdjEA',
  'SHA256:',
  'aa:',
  '<html',
  '<br>',
  'A',
  'A ',
  'A\n',
  '=',
  ' ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\\n',
  '"',
  '\0',
  '\uFEFF',
  '\u00a0',
] as const

const stats = await stat('.')
const cases: Case[] = []
for (const data of await corpus()) {
  const file = { path: '/case', read: { kind: 'data', data, stats } } as const
  const none = { privateFile: null, publicFile: null, certificate: null }
  const base = { name: 'case', source: 'ssh-folder', ...none } as const
  for (const files of [{ privateFile: file }, { publicFile: file }]) {
    const once = () => timed(() => inspectPair({ ...base, ...files }))
    const first = await once()
    // Other programs take their turns too: a slow one is given two more.
    const took = first < SLOW_MS ? first : Math.min(first, await once(), await once())
    cases.push({ data, took })
  }
}
const slowest = cases.toSorted((a, b) => b.took - a.took)
publish({
  name: 'key-inspector',
  title: 'Inspecting damaged files',
  how:
    `The longest that one of ${cases.length.toLocaleString('en')} files of 64 kB takes, which are made of the marks ` +
    'of every key format, repeated, cut and mixed; beside it the median of `ssh-keygen -lf` for the slowest twenty. ' +
    'Budget: 200 ms.',
  rows: [
    {
      what: 'Inspect the worst damaged file',
      ...{ unit: 'ms', ours: slowest[0]?.took ?? Number.NaN, atMost: MAX_MS },
      ...{ theirs: await keygen(slowest.slice(0, 20)), beside: 'ssh-keygen -lf of such a file' },
    },
    {
      what: 'Inspect a damaged file',
      ...{ unit: 'ms', ours: median(cases.map(({ took }) => took)) },
      ...{ theirs: await keygen(sample(cases)), beside: 'ssh-keygen -lf of such a file' },
    },
  ],
})

function sample(all: readonly Case[]): readonly Case[] {
  return all.filter((_, index) => index % Math.ceil(all.length / 20) === 0)
}

/** It refuses most of them, as it should. */
async function keygen(some: readonly Case[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'keypilot-bench-'))
  const path = join(folder, 'case')
  const times: number[] = []
  for (const { data } of some) {
    await writeFile(path, data, { mode: 0o600 })
    times.push(await timed(() => spawnSync('ssh-keygen', ['-lf', path])))
  }
  await rm(folder, { recursive: true, force: true })
  return median(times)
}

async function corpus(): Promise<readonly Buffer[]> {
  const { privateFile } = await makePair({ type: 'rsa', bits: 2_048, comment: 'x' })
  const key = privateFile.toString('latin1')
  const filled = (text: string) => Buffer.alloc(SIZE, text)
  const begun = (begin: string, text: string) =>
    Buffer.concat([Buffer.from(begin), filled(text)]).subarray(0, SIZE)
  const wide = (mark: string) => `\uFEFF${mark.repeat(SIZE / 2 / mark.length)}`
  return [
    ...MARKS.map(filled),
    ...MARKS.flatMap((one) => MARKS.map((two) => begun(one, two))),
    ...MARKS.map((mark) => Buffer.from(wide(mark), 'utf16le').subarray(0, SIZE)),
    ...MARKS.map((mark) => begun(key, mark)),
    filled(key),
  ]
}
