/** The verdict is what the person's own ssh will say: both are asked, in every situation. */

import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Sshd, startSshd, whyNoSshd } from '../../support/servers/index.ts'
import { type Bench, createBench, type MadeKey, targetOf } from './support.ts'

interface Situation {
  readonly bench: Bench
  readonly key: MadeKey
  readonly sshd: Sshd
}

const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(path, change(readFileSync(path, 'utf8')), { mode: 0o600 })
const name = ({ sshd }: Situation) => `[127.0.0.1]:${sshd.port}`
const hostKey = ({ sshd }: Situation) => sshd.hostKeys[0]?.line ?? ''

const SITUATIONS: readonly (readonly [string, (situation: Situation) => void])[] = [
  ['everything in order', () => {}],
  ['mode 0600 for the group', ({ key }) => chmodSync(key.path, 0o660)],
  ['mode 0644', ({ key }) => chmodSync(key.path, 0o644)],
  ['mode 0400', ({ key }) => chmodSync(key.path, 0o400)],
  ['mode 0700', ({ key }) => chmodSync(key.path, 0o700)],
  ['no .pub', ({ key }) => rmSync(`${key.path}.pub`)],
  [
    '.pub of another key',
    ({ bench, key }) => copyFileSync(`${bench.makeKey('other').path}.pub`, `${key.path}.pub`),
  ],
  [
    '.pub of another key below a remark',
    ({ bench, key }) =>
      writeFileSync(`${key.path}.pub`, `\n# old\n  ${bench.makeKey('other').publicLine}\n`),
  ],
  [
    '.pub of another key behind a BOM',
    ({ bench, key }) =>
      writeFileSync(`${key.path}.pub`, `\ufeff${bench.makeKey('other').publicLine}\n`),
  ],
  ['.pub that is no key', ({ key }) => writeFileSync(`${key.path}.pub`, 'hello\n')],
  [
    'known_hosts is a folder',
    ({ bench }) => {
      rmSync(bench.knownHostsFile)
      mkdirSync(bench.knownHostsFile)
    },
  ],
  ['CRLF in the key', ({ key }) => edit(key.path, (text) => text.replaceAll('\n', '\r\n'))],
  ['no final newline', ({ key }) => edit(key.path, (text) => text.trimEnd())],
  ['a blank line first', ({ key }) => edit(key.path, (text) => `\n${text}`)],
  ['a blank line last', ({ key }) => edit(key.path, (text) => `${text}\n`)],
  ['text before the key', ({ key }) => edit(key.path, (text) => `my key\n${text}`)],
  ['text after the key', ({ key }) => edit(key.path, (text) => `${text}my key\n`)],
  ['spaces at the line ends', ({ key }) => edit(key.path, (text) => text.replaceAll('\n', ' \n'))],
  ['a BOM', ({ key }) => edit(key.path, (text) => `\ufeff${text}`)],
  ['cut off', ({ key }) => edit(key.path, (text) => `${text.slice(0, 200)}\n`)],
  ['empty', ({ key }) => edit(key.path, () => '')],
  ['the public half in its place', ({ key }) => copyFileSync(`${key.path}.pub`, key.path)],
  ['gone', ({ key }) => rmSync(key.path)],
  [
    'another host key recorded',
    (s) => writeFileSync(s.bench.knownHostsFile, `${name(s)} ${s.key.publicLine}\n`),
  ],
  [
    'this host key revoked',
    (s) => writeFileSync(s.bench.knownHostsFile, `@revoked * ${hostKey(s)}\n`),
  ],
  [
    'known under the bare host',
    (s) => writeFileSync(s.bench.knownHostsFile, `127.0.0.1 ${hostKey(s)}\n`),
  ],
  ['not known', (s) => writeFileSync(s.bench.knownHostsFile, '')],
]

describe.skipIf(whyNoSshd() !== null)('ssh agrees', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd({ authorizedKeys: [] })
  })
  afterAll(() => sshd.stop())

  test.each(SITUATIONS)('%s', async (_title, arrange) => {
    const bench = createBench()
    const key = bench.makeKey('id_test')
    await sshd.authorize(key.publicLine)
    writeFileSync(
      bench.knownHostsFile,
      `[127.0.0.1]:${sshd.port} ${hostKey({ bench, key, sshd })}\n`,
    )
    arrange({ bench, key, sshd })
    const { report } = await bench.run({
      target: targetOf(sshd),
      identityFile: key.path,
      hostKeyPolicy: 'strict',
    })
    expect(report.verdict === 'ok').toBe(sshLogsIn(bench, key, sshd))
  })
})

function sshLogsIn(bench: Bench, key: MadeKey, sshd: Sshd): boolean {
  const { stdout } = spawnSync(
    'ssh',
    [
      ...['-F', 'none', '-i', key.path, '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes'],
      ...['-o', 'StrictHostKeyChecking=yes', '-o', `UserKnownHostsFile=${bench.knownHostsFile}`],
      ...['-o', 'GlobalKnownHostsFile=/dev/null', '-p', String(sshd.port)],
      ...['--', `${sshd.user}@127.0.0.1`, 'echo in'],
    ],
    { encoding: 'utf8' },
  )
  return stdout === 'in\n'
}
