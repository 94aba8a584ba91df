/** What stands beside a line of a config file. */

import { expect, test } from 'vitest'
import type { ConfigFileView, EffectiveConfig } from '../../../renderer/contract.ts'
import { partsOf, readerOf } from '../../../renderer/screens/ssh-config/line-reading.ts'

const PATH = '/home/ada/.ssh/config'

function line(number: number, fault: string | null = null) {
  return { number, text: `line ${number}`, kind: 'setting', fault } as const
}

const FILE: ConfigFileView = {
  path: PATH,
  kind: 'config',
  managed: false,
  exists: true,
  lines: [line(1), line(2), line(3), line(4), line(5), line(6, 'ssh does not know this')],
  truncated: false,
  problem: null,
}

const EFFECTIVE: EffectiveConfig = {
  host: 'pod',
  hostName: '1.2.3.4',
  user: 'root',
  port: 22,
  identityFiles: [],
  identitiesOnly: false,
  proxyJump: null,
  proxyCommand: null,
  hostKeyAlias: null,
  settings: [
    { keyword: 'User', value: 'star', file: PATH, line: 2, state: 'applies' },
    { keyword: 'User', value: 'root', file: PATH, line: 4, state: 'shadowed' },
    { keyword: 'Port', value: '1', file: '/other', line: 5, state: 'applies' },
  ],
  blocks: [
    { file: PATH, line: 1, text: 'Host *', matched: true, why: 'It is for every host.' },
    { file: PATH, line: 3, text: 'Match exec x', matched: 'unknown', why: 'it runs a program' },
  ],
  source: 'keypilot',
  problems: [],
}

test('each line says whether ssh acts on it, and why not', () => {
  const read = readerOf(FILE, EFFECTIVE)
  expect(FILE.lines.map((one) => read(one))).toEqual([
    { look: 'used', words: 'Applies. It is for every host.' },
    { look: 'used', words: 'ssh uses this' },
    { look: 'unknown', words: 'it runs a program' },
    { look: 'passed', words: 'Not used: line 2 of config said it first' },
    // A setting of the same line in another file is none of this one's.
    { look: 'plain', words: '' },
    { look: 'faulty', words: 'ssh does not know this' },
  ])
})

test('without a host only faults are told', () => {
  const read = readerOf(FILE, null)
  expect(FILE.lines.map((one) => read(one).look)).toEqual([
    'plain',
    'plain',
    'plain',
    'plain',
    'plain',
    'faulty',
  ])
})

test('of a long file what matters is shown, with two lines around it', () => {
  const lines = Array.from({ length: 20 }, (_, index) => line(index + 1))
  const parts = partsOf(lines, ({ number }) => number === 5 || number === 8)
  expect(
    parts.map((part) =>
      part.kind === 'gap' ? part : part.lines.map(({ number }) => number).join(' '),
    ),
  ).toEqual([
    { kind: 'gap', from: 1, count: 2 },
    '3 4 5 6 7 8 9 10',
    { kind: 'gap', from: 11, count: 10 },
  ])
})
