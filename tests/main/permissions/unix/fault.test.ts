import { mkdtemp, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CheckedFile } from '../../../../main/permissions/platform.ts'
import {
  describeAccessList,
  describeFault,
  type Surroundings,
} from '../../../../main/permissions/unix/fault.ts'
import { isWindowsDrive, isWsl } from '../../../../main/permissions/unix/file-system.ts'
import { judgeUnix, type UnixFacts } from '../../../../main/permissions/unix/rules.ts'

const KEY: CheckedFile = {
  path: '/mnt/c/Users/me/.ssh/id_ed25519',
  target: null,
  kind: 'private-key',
}
const SURROUNDINGS: Surroundings = {
  sshDir: '/nowhere/.ssh',
  keepsModes: false,
  isWsl: true,
  hasAccessList: false,
}
const FACTS: UnixFacts = {
  kind: 'private-key',
  mode: 0o777,
  uid: 1000,
  myUid: 1000,
  mayRead: true,
  mayEnter: true,
  mayWrite: true,
  sharedGroup: true,
  toleratesPrivateGroup: false,
  strict: false,
  keepsSetgid: true,
}

async function describe(file: CheckedFile, facts: UnixFacts, around: Surroundings) {
  const verdict = judgeUnix(facts)
  if (verdict === null) throw new Error('nothing is wrong')
  return describeFault(file, facts, verdict, around)
}

test("WSL: a key on Windows' drive is copied", async () => {
  const fault = await describe(KEY, FACTS, SURROUNDINGS)
  expect(fault).toMatchObject({
    code: 'private-key-too-open',
    severity: 'refuses',
    after: null,
    family: 'file-system',
    repair: {
      kind: 'cannot',
      fix: {
        kind: 'call',
        method: 'keys.import',
        params: { path: KEY.path, name: 'id_ed25519' },
      },
    },
  })
  expect(fault.repair).toMatchObject({ reason: expect.stringContaining('Windows drive') })
})

test("WSL: the whole ssh folder on Windows' drive", async () => {
  const folder: CheckedFile = { path: '/mnt/c/Users/me/.ssh', target: null, kind: 'ssh-folder' }
  const fault = await describe(folder, { ...FACTS, kind: 'ssh-folder' }, SURROUNDINGS)
  expect(fault.repair).toMatchObject({
    kind: 'cannot',
    reason: expect.stringContaining('wsl --shutdown'),
    fix: { kind: 'copy', text: '[automount]\noptions = "metadata"\n' },
  })
})

test('with metadata, a drive of Windows keeps modes like any other', async () => {
  const fault = await describe(KEY, FACTS, { ...SURROUNDINGS, keepsModes: true })
  expect(fault.repair).toEqual({ kind: 'apply', command: `chmod 700 '${KEY.path}'`, mode: 0o700 })
})

test.each([
  ['/mnt/c', true],
  ['/mnt/d/x', true],
  ['/mnt/data/x', false],
  ['/home/mnt/c/x', false],
])('%s is a drive of Windows: %s', (path, expected) => {
  expect(isWindowsDrive(path)).toBe(expected)
})

test.each([
  ['Linux version 5.15.153.1-microsoft-standard-WSL2 (root@941d701f84f1)', true],
  ['Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com)', true],
  ['Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org)', false],
])('%s is WSL: %s', async (text, expected) => {
  const file = join(await mkdtemp(join(homedir(), 'proc-')), 'version')
  await writeFile(file, text)
  expect(await isWsl(file)).toBe(expected)
})

test('macOS: an access list is told, with the line that removes it', () => {
  const file: CheckedFile = { path: "/Users/me/.ssh/it's", target: null, kind: 'private-key' }
  const fault = describeAccessList(file, { ...FACTS, mode: 0o600 }, ['user:bob allow read'])
  expect(fault).toMatchObject({
    code: 'private-key-access-list',
    severity: 'exposes',
    before: 'mode 0600 with an access list',
    repair: { kind: 'cannot', fix: { kind: 'copy', text: "chmod -N '/Users/me/.ssh/it'\\''s'" } },
  })
  expect(fault.consequence).toContain('user:bob allow read')
})

test.each([
  [1000, 4321, false],
  [1000, 0, false],
  [0, 4321, true],
])(
  'account %i and a config of account %i: root is not asked for a password',
  async (myUid, uid, isRoot) => {
    const config: CheckedFile = { path: '/home/me/.ssh/config', target: null, kind: 'config' }
    const facts: UnixFacts = { ...FACTS, kind: 'config', mode: 0o600, uid, myUid, mayRead: isRoot }
    const { repair } = await describe(config, facts, { ...SURROUNDINGS, keepsModes: true })
    if (repair.kind !== 'cannot' || repair.fix?.kind !== 'copy') throw new Error('no line to copy')
    expect(repair.fix.text.startsWith('sudo ')).toBe(!isRoot)
    expect(repair.reason.includes('password')).toBe(!isRoot)
    expect(repair.reason.includes('Only root')).toBe(!isRoot)
  },
)
