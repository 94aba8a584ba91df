import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog } from '../../../main/storage/index.ts'
import { redact } from '../../../main/storage/redact.ts'
import { type TestFolder, testFolder } from './support.ts'

let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

async function lines(file: string): Promise<unknown[]> {
  const text = await readFile(file, 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

test('each entry is one line of JSON in the file of the day, for us alone', async () => {
  const echoed: string[] = []
  const log = createLog(folder.paths, (line) => echoed.push(line))
  log.info('started', { version: '1.0', port: 5, ok: true, nothing: null })
  log.warn('odd', { text: 'line 1\nline 2' })
  log.error('broken')
  await log.flush()
  expect(await lines(log.file)).toEqual([
    {
      at: expect.any(String),
      level: 'info',
      event: 'started',
      version: '1.0',
      port: 5,
      ok: true,
      nothing: null,
    },
    { at: expect.any(String), level: 'warn', event: 'odd', text: 'line 1\nline 2' },
    { at: expect.any(String), level: 'error', event: 'broken' },
  ])
  expect(basename(log.file)).toBe(`keypilot-${new Date().toISOString().slice(0, 10)}.log`)
  expect(echoed).toHaveLength(3)
  const modes = [log.file, dirname(log.file)].map(async (path) => (await stat(path)).mode & 0o777)
  expect(await Promise.all(modes)).toEqual([0o600, 0o700])
})

test('fourteen files are kept, the newest; other files stay', async () => {
  await mkdir(folder.paths.logDir, { recursive: true })
  const names = Array.from({ length: 20 }, (_, index) => `keypilot-2020-01-${10 + index}.log`)
  for (const name of [...names, 'notes.txt']) await writeFile(`${folder.paths.logDir}/${name}`, '')
  const log = createLog(folder.paths)
  log.info('today')
  await log.flush()
  const expected = [...names.slice(-13), basename(log.file), 'notes.txt']
  expect((await readdir(folder.paths.logDir)).sort()).toEqual(expected)
})

test('a log that cannot be written stops nothing, and is taken up again', async () => {
  await mkdir(folder.paths.dataDir)
  await writeFile(folder.paths.logDir, 'a file in the way')
  const log = createLog(folder.paths)
  log.info('lost')
  await log.flush()
  const { rm } = await import('node:fs/promises')
  await rm(folder.paths.logDir)
  log.info('written')
  await log.flush()
  expect(await lines(log.file)).toMatchObject([{ event: 'written' }])
})

test('no secret and no home folder reaches the file or the echo', async () => {
  const canary = 'cAnAry7Secret'
  const echoed: string[] = []
  const log = createLog(folder.paths, (line) => echoed.push(line))
  log.error('all', {
    passphrase: canary,
    apiKey: canary,
    stack: `Error at ${folder.paths.home}/x.ts\n-----BEGIN OPENSSH PRIVATE KEY-----\n${canary}\n-----END OPENSSH PRIVATE KEY-----\nend`,
    params: `{"name":"id","passphrase":"${canary}","type":"rsa"}`,
    header: `Authorization: Bearer ${canary}`,
    key: `sent rpa_${canary} off`,
  })
  await log.flush()
  const text = (await readFile(log.file, 'utf8')) + echoed.join('')
  expect(text).not.toContain(canary)
  expect(text).not.toContain(folder.paths.home)
  expect(text).toContain('~/x.ts')
  expect(text).toContain('\\nend')
})

test.each([
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIsecret', '[private key removed]'],
  [
    'a -----BEGIN EC PRIVATE KEY-----\nx\n-----END EC PRIVATE KEY----- b',
    'a [private key removed] b',
  ],
  ['b3BlbnNzaC1rZXktdjEAAAAABG5vbmU= (end)', '[private key removed](end)'],
  ['PuTTY Private-Lines: 1\nAAAA', 'PuTTY [private key removed]'],
  ['---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56', '[private key removed]'],
  [
    'at MC4CAQAwBQYDK2VwBCIEIPqm8vB1bI8nxlRvJq7lE0rV\nab12== (end)',
    'at [private key removed](end)',
  ],
  [
    'SHA256:MCxyljtIsCmmS82IO90GGehwB6113ew5dh8wIGDk3HU',
    'SHA256:MCxyljtIsCmmS82IO90GGehwB6113ew5dh8wIGDk3HU',
  ],
  ['rpa_ABCDEF1234567890', '[API key removed]'],
  ['authorization: bearer abc.def', 'authorization: [removed] [removed]'],
  ['passphrase=hunter2, x=1', 'passphrase=[removed], x=1'],
  ['"password": "a b c", "x": 1', '"password": [removed], "x": 1'],
  ['{\\"passphrase\\":\\"hunter2\\",\\"x\\":1}', '{\\"passphrase\\":[removed],\\"x\\":1}'],
  ['the passphrase is needed', 'the passphrase is needed'],
  ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@home', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@home'],
  ['/home/me/.ssh and /home/me', '~/.ssh and ~'],
  ['/home/me2/.ssh, /home/me-too', '/home/me2/.ssh, /home/me-too'],
  ['file:///home/me/app.mjs:1:2', 'file://~/app.mjs:1:2'],
])('redact %j', (text, expected) => {
  expect(redact(text, '/home/me')).toBe(expected)
})

test.each([
  [
    'C:\\Users\\Me',
    'at C:\\Users\\Me\\x.mjs, file:///C:/Users/Me/x.mjs',
    'at ~\\x.mjs, file:///~/x.mjs',
  ],
  ['/home/Jörg A', 'file:///home/J%C3%B6rg%20A/x', 'file://~/x'],
  ['/', '/etc/ssh', '/etc/ssh'],
])('the home folder %s in other spellings', (home, text, expected) => {
  expect(redact(text, home)).toBe(expected)
})
