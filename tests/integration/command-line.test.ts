/** The built command line as scripts use it, against a real sshd: make a key, log in, be refused. */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sshd, startSshd, whyNoSshd } from '../support/servers/index.ts'

const cli = resolve(import.meta.dirname, '../../out/cli.mjs')
const missing = existsSync(cli) ? whyNoSshd() : 'out/cli.mjs is not built: npm run build'
const testBuilt = test.skipIf(missing !== null)
const because = missing === null ? '' : ` (skipped: ${missing})`

let home: string
let sshDir: string
let sshd: Sshd

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'keypilot-cli-'))
  sshDir = join(home, '.ssh')
  if (missing === null) sshd = await startSshd({ authorizedKeys: [] })
})
afterAll(async () => {
  await sshd?.stop()
  await rm(home, { recursive: true, force: true })
})

function call(method: string, params: object) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [cli, 'call', method, JSON.stringify(params)],
    {
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        ...process.env,
        HOME: home,
        KEYPILOT_SSH_DIR: sshDir,
        KEYPILOT_DATA_DIR: join(home, 'data'),
      },
    },
  )
  expect(stdout.trim().split('\n')).toHaveLength(1)
  return { status, result: JSON.parse(stdout) }
}

const key = () => join(sshDir, 'id_ed25519')
const loginCommand = (path = key()) => `ssh ${sshd.user}@127.0.0.1 -p ${sshd.port} -i ${path}`

testBuilt(`makes a pair that ssh logs in with${because}`, async () => {
  const made = call('keys.generate', { name: 'id_ed25519', type: 'ed25519', comment: 'me@laptop' })
  expect(made).toMatchObject({ status: 0, result: { ok: true, value: { pair: 'matched' } } })
  expect((await stat(key())).mode & 0o777).toBe(0o600)
  await sshd.authorize((await readFile(`${key()}.pub`, 'utf8')).trim())
  const login = spawnSync(
    'ssh',
    [
      '-F',
      'none',
      '-i',
      key(),
      '-o',
      'IdentitiesOnly=yes',
      '-o',
      'IdentityAgent=none',
      '-o',
      'BatchMode=yes',
      '-o',
      'StrictHostKeyChecking=no',
      '-o',
      'UserKnownHostsFile=/dev/null',
      '-p',
      String(sshd.port),
      '--',
      `${sshd.user}@127.0.0.1`,
      'echo',
      'logged-in',
    ],
    { encoding: 'utf8', timeout: 30_000 },
  )
  expect(login.stdout.trim()).toBe('logged-in')
})

testBuilt('a second call refuses, and changes nothing', async () => {
  const before = await contents()
  const again = call('keys.generate', { name: 'id_ed25519', type: 'ed25519', comment: 'me@laptop' })
  expect(again).toMatchObject({
    status: 1,
    result: { ok: false, error: { code: 'already-exists' } },
  })
  expect(await contents()).toEqual(before)
})

testBuilt('the test says ok with the right key, and records the host key', async () => {
  const { status, result } = call('connection.test', {
    command: loginCommand(),
    hostKeyPolicy: 'accept-new',
  })
  expect(status).toBe(0)
  expect(result.value).toMatchObject({ verdict: 'ok', cause: null, hostKey: { status: 'new' } })
  expect(await readFile(join(sshDir, 'known_hosts'), 'utf8')).toContain(`[127.0.0.1]:${sshd.port} `)
})

testBuilt('and failed, with a cause, with the wrong one', () => {
  call('keys.generate', { name: 'other', type: 'ed25519', comment: 'other' })
  const { status, result } = call('connection.test', {
    command: loginCommand(join(sshDir, 'other')),
    hostKeyPolicy: 'accept-new',
  })
  // The call itself worked: its answer is the report.
  expect(status).toBe(0)
  expect(result.value).toMatchObject({ verdict: 'failed', cause: 'other-key-accepted' })
  expect(result.value.fixes.length).toBeGreaterThan(0)
})

/** Every file of the ssh folder with its bytes and times. */
async function contents() {
  const names = (await readdir(sshDir)).sort()
  return Promise.all(
    names.map(async (name) => [
      name,
      await readFile(join(sshDir, name), 'hex'),
      (await stat(join(sshDir, name))).mtimeMs,
    ]),
  )
}
