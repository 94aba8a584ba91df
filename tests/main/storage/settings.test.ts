import { execFileSync } from 'node:child_process'
import { symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Settings } from '../../../main/contract/methods.ts'
import { createSettingsStore, type SettingsStore } from '../../../main/storage/index.ts'
import { type TestFolder, testFolder } from './support.ts'

const DEFAULTS: Settings = {
  theme: 'system',
  shell: null,
  setup: { keyId: null, command: '', publicKeys: null, reached: null, lastTest: null },
  terminal: null,
  checkForUpdates: false,
}
let folder: TestFolder
let store: SettingsStore

beforeEach(async () => {
  folder = await testFolder()
  store = createSettingsStore(folder.paths)
})
afterEach(() => folder.remove())

async function writeSettings(content: string): Promise<void> {
  await mkdir(folder.paths.dataDir, { recursive: true })
  await writeFile(folder.paths.settingsFile, content)
}

test('without a file there are defaults, and reading creates nothing', async () => {
  expect(await store.read()).toEqual(DEFAULTS)
  await expect(readdir(folder.paths.dataDir)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('saved parts are merged: what is left out stays, null is stored', async () => {
  await store.save({ theme: 'dark', setup: { command: 'ssh root@1.2.3.4 -p 5' } })
  await store.save({ shell: 'powershell', setup: { keyId: 'SHA256:abc' } })
  const saved = await store.save({ setup: { keyId: null } })
  const expected = {
    theme: 'dark',
    shell: 'powershell',
    setup: { ...DEFAULTS.setup, command: 'ssh root@1.2.3.4 -p 5' },
    terminal: null,
    checkForUpdates: false,
  }
  expect([saved, await store.read()]).toEqual([expected, expected])
  expect((await stat(folder.paths.settingsFile)).mode & 0o777).toBe(0o600)
})

test('a terminal is stored, and goes back to none', async () => {
  const terminal = { program: '/usr/bin/xterm', args: ['-e', '{command}'] }
  await store.save({ terminal })
  expect(await store.save({ theme: 'dark' })).toMatchObject({ theme: 'dark', terminal })
  await store.save({ terminal: null })
  expect((await store.read()).terminal).toBeNull()
})

test('ten saves at once lose nothing', async () => {
  await Promise.all([
    store.save({ theme: 'light' }),
    store.save({ shell: 'cmd' }),
    store.save({ setup: { keyId: 'SHA256:x' } }),
    ...Array.from({ length: 7 }, () => store.save({ setup: { command: 'ssh a@b' } })),
  ])
  expect(await store.read()).toMatchObject({
    theme: 'light',
    shell: 'cmd',
    setup: { keyId: 'SHA256:x', command: 'ssh a@b' },
  })
})

test.each([
  ['cut off', '{"theme":"da', DEFAULTS],
  ['an array', '[]', DEFAULTS],
  ['zeros', '\0\0\0\0', DEFAULTS],
  ['one wrong value', '{"theme":"dark","shell":7}', { ...DEFAULTS, theme: 'dark' }],
  ['an unknown field', '{"theme":"dark","future":1}', { ...DEFAULTS, theme: 'dark' }],
  [
    'a wrong part of setup',
    '{"setup":{"keyId":5,"command":"ssh a@b"}}',
    { ...DEFAULTS, setup: { ...DEFAULTS.setup, command: 'ssh a@b' } },
  ],
  [
    'a terminal that is none',
    '{"theme":"dark","terminal":{"program":"xterm"}}',
    { ...DEFAULTS, theme: 'dark' },
  ],
  ['a setup that is none', '{"setup":null,"theme":"light"}', { ...DEFAULTS, theme: 'light' }],
])(
  'damaged (%s): what is good is used, the old file is kept once',
  async (_, content, expected) => {
    await writeSettings(content)
    expect([await store.read(), await store.read()]).toEqual([expected, expected])
    const backups = (await readdir(folder.paths.backupsDir)).filter((name) =>
      name.endsWith('-settings.json'),
    )
    expect(backups).toHaveLength(1)
    expect(await readFile(join(folder.paths.backupsDir, backups[0] ?? ''), 'utf8')).toBe(content)
  },
)

test('saving over a damaged file keeps it too', async () => {
  await writeSettings('not json')
  expect(await store.save({ theme: 'dark' })).toEqual({ ...DEFAULTS, theme: 'dark' })
  expect(await readdir(folder.paths.backupsDir)).toHaveLength(2)
})

test('a file that cannot be read does not stop the app; saving says what is wrong', async () => {
  await mkdir(folder.paths.settingsFile, { recursive: true })
  expect(await store.read()).toEqual(DEFAULTS)
  await expect(store.save({ theme: 'dark' })).rejects.toMatchObject({ name: 'AppError' })
})

test.each([
  '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----',
  '-----BEGIN RSA PRIVATE KEY----- MIIE',
  'ssh -i x\n-----BEGIN ENCRYPTED PRIVATE KEY-----',
  'PuTTY-User-Key-File-3: ssh-ed25519',
  'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB',
  'MC4CAQAwBQYDK2VwBCIEIPqm8vB1bI8nxlRvJq7lE0rVab12ab12ab12ab12ab12',
])('a private key in place of the command is refused and stays nowhere', async (command) => {
  const attempt = store.save({ setup: { command } })
  await expect(attempt).rejects.toMatchObject({
    code: 'invalid-value',
    message: expect.not.stringContaining('b3BlbnNz'),
  })
  await expect(readdir(folder.paths.dataDir)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('nor is it stored in any other field', async () => {
  const at = new Date().toISOString()
  const address = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA'
  const attempt = store.save({ setup: { reached: { at, address, software: 'x' } } })
  await expect(attempt).rejects.toMatchObject({ code: 'invalid-value' })
})

test.skipIf(process.platform === 'win32').each([
  ['a pipe', (file: string) => execFileSync('mkfifo', [file])],
  ['an endless device', (file: string) => symlinkSync('/dev/zero', file)],
  ['far too large', (file: string) => makeLarge(file)],
])('a settings file that is %s is not read', async (_, make) => {
  await mkdir(folder.paths.dataDir)
  make(folder.paths.settingsFile)
  expect(await store.read()).toEqual(DEFAULTS)
  await expect(store.save({ theme: 'dark' })).rejects.toMatchObject({ code: 'unreadable' })
})

/** Takes no room: it is one hole. */
function makeLarge(file: string): void {
  writeFileSync(file, '')
  truncateSync(file, 1_500_000_000)
}

test('no content of the file ever stops reading', async () => {
  const property = fc.asyncProperty(
    fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => `{"setup":${json}}`),
    ),
    async (content) => {
      await writeSettings(content)
      expect(Object.keys(await store.read())).toEqual([
        'theme',
        'shell',
        'setup',
        'terminal',
        'checkForUpdates',
      ])
    },
  )
  await fc.assert(property, { numRuns: 60 })
})
