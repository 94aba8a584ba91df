/** Files of our own that somebody may have edited, and access lists of Windows. */

import { readEntries } from '../../../main/connections/exchange.ts'
import { parseStored } from '../../../main/connections/stored.ts'
import { parseAccepted } from '../../../main/known-hosts/record.ts'
import { readPlan } from '../../../main/permissions/plan-store.ts'
import { judgeWindowsFile } from '../../../main/permissions/windows/rule.ts'
import { expandAliases, parseSddl } from '../../../main/permissions/windows/sddl.ts'
import { parseSetInfo } from '../../../main/storage/backup-set.ts'
import { parseHolder } from '../../../main/storage/lock-holder.ts'
import { parseSettings } from '../../../main/storage/settings.ts'
import { parseJournal } from '../../../main/storage/transaction/journal.ts'
import { fail, type Target, textsOf } from '../target.ts'

const AT = '2026-11-21T10:00:00.000Z'
const TARGET = { user: 'root', host: '192.0.2.1', port: 22, kind: 'generic' }
const CONNECTIONS = {
  version: 1,
  connections: [
    {
      ...{
        id: 'a',
        name: 'pod',
        target: TARGET,
        keyId: null,
        notes: '',
        alias: 'pod',
        podId: null,
      },
      ...{ createdAt: AT, lastUsedAt: null },
      lastResult: {
        ...{ at: AT, verdict: 'failed', cause: 'refused', title: 't', ms: 1 },
        capabilities: { exec: null, sftp: null, pty: null, forwarding: null },
      },
    },
  ],
}
const SETTINGS = {
  theme: 'dark',
  shell: 'posix',
  setup: { keyId: null, command: 'ssh a@b', publicKeys: null, reached: null, lastTest: null },
  terminal: null,
}
const PLAN = {
  made: 1_000,
  steps: [
    {
      finding: 'f',
      file: { path: '/h/.ssh/a', target: null, kind: 'private-key' },
      snapshot: {
        ...{ dev: '1', ino: '2', isFile: true, mode: 0o644, uid: 1, gid: 1, sddl: null },
        ctimeNs: '3',
      },
      fault: {
        ...{ code: 'c', before: 'b', after: 'a' },
        repair: { kind: 'apply', command: 'chmod 600 a', mode: 0o600 },
      },
    },
  ],
}
const HOLDER = { pid: 1, started: 2, ticks: 3, host: 'h', token: 't' }
const ACCEPTED = [{ name: 'a', sha256: 'SHA256:x', at: AT }]

const SDDLS = [
  'O:LAG:DUD:PAI(A;;FA;;;DA)(XA;;FR;;;BA;(@User.Title=="Müller (LA)"))',
  'O:BAG:SYD:AI(A;OICIID;0x1301bf;;;AU)(D;;CCDCLC;;;S-1-5-21-1-2-3-500)S:(AU;SA;FA;;;WD)',
  'O:WDG:WDD:NO_ACCESS_CONTROL',
]
const SDDL_WORDS = [
  ...['O:', 'G:', 'D:', 'S:', '(', ')', ';', '(A;;FA;;;', 'PAI', 'NO_ACCESS_CONTROL', '0x'],
  ...['S-1-5-18', 'LA', 'WD', 'CCDC', ':', 'OICI', '0777', '4294967296'],
]
const JSON_WORDS = [
  '"__proto__":{"x":1},',
  'null',
  '{',
  '[',
  ']',
  '}',
  '"',
  '\\u0000',
  '1e999',
  ',',
]
const ME = 'S-1-5-21-1-2-3-500'

const file = (value: unknown) => [Buffer.from(JSON.stringify(value))]
const stored = (name: string, value: unknown, read: (input: Buffer) => void): Target => ({
  ...{ name, samples: file(value), tokens: JSON_WORDS, json: true, mayRefuse: true },
  read: (input) => {
    read(input)
    return []
  },
})

export function storeTargets(): readonly Target[] {
  return [
    {
      ...{ name: 'connections, imported', samples: file(CONNECTIONS), tokens: JSON_WORDS },
      ...{ json: true, mayRefuse: true },
      read: (input) => textsOf(readEntries(input.toString('utf8')).problems),
    },
    stored('connections, stored', CONNECTIONS, (input) => {
      const { connections } = parseStored(input)
      const ids = new Set(connections.map(({ id }) => id))
      if (ids.size !== connections.length) fail('one id twice')
    }),
    stored('settings', SETTINGS, (input) => {
      const { settings } = parseSettings(input)
      if (!['system', 'light', 'dark'].includes(settings.theme)) fail('no theme')
    }),
    stored('plans, notes and locks', PLAN, readNotes),
    {
      ...{ name: 'Windows access lists', tokens: SDDL_WORDS },
      samples: SDDLS.map((text) => Buffer.from(text)),
      read: readSddl,
    },
  ]
}

/** One target for all: each of them reads the samples of the others, too. */
function readNotes(input: Buffer): void {
  const text = input.toString('utf8')
  const plan = readPlan(text, 1_000)
  if (plan?.some(({ fault }) => (fault.repair.mode ?? 0) > 0o7777) === true) fail('a wild mode')
  parseSetInfo(text)
  parseHolder(text)
  parseJournal(text)
  parseAccepted(input)
  if (parseHolder(JSON.stringify(HOLDER)) === null) fail('a holder is none')
  if (parseAccepted(Buffer.from(JSON.stringify(ACCEPTED))).length > 1) fail('one is two')
}

function readSddl(input: Buffer): readonly string[] {
  const text = input.toString('utf8')
  expandAliases(text, { LA: ME, __proto__: 'x' })
  const descriptor = parseSddl(text, ME)
  for (const { mask } of descriptor?.dacl?.aces ?? []) {
    if (!Number.isFinite(mask)) fail('a mask that is no number')
  }
  judgeWindowsFile(text, ME, false)
  judgeWindowsFile(text, ME, true)
  return []
}
