/**
 * The sixth mistake, with nothing made up: a config that sends another key than the one the server
 * knows. It is told in ssh's own words, put right by the entry that is offered, and green afterwards
 * for the plain command, too.
 */

import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Fix, Params } from '../../main/contract/methods.ts'
import { type InProcess, startInProcess } from '../support/in-process.ts'
import { type Sshd, startSshd, whyNoSshd } from '../support/servers/index.ts'

const missing = whyNoSshd()
const onSshd = test.skipIf(missing !== null)
const because = missing === null ? '' : ` (skipped: ${missing})`

let whole: InProcess
let sshd: Sshd | null

beforeEach(async () => {
  sshd = null
  whole = await startInProcess()
})
afterEach(async () => {
  await sshd?.stop()
  await whole.remove()
})

const path = (name: string) => join(whole.paths.sshDir, name)

/** A server that knows `id_ed25519`, and a config that sends `work`. */
async function arrange(more = '', host = '127.*'): Promise<Sshd> {
  for (const name of ['id_ed25519', 'work']) {
    await whole.call('keys.generate', { name, type: 'ed25519', comment: name })
  }
  const config = `Host ${host}\n  IdentityFile ${path('work')}\n  IdentitiesOnly yes\n${more}`
  await writeFile(path('config'), config, { mode: 0o600 })
  sshd = await startSshd({ authorizedKeys: [await readFile(path('id_ed25519.pub'), 'utf8')] })
  return sshd
}

const runTest = ({ user, host, port }: Sshd) =>
  whole.call('connection.test', {
    target: { user, host, port, kind: 'generic' },
    hostKeyPolicy: 'accept-new',
  })

/** The plain command, as a terminal would run it. */
function plainSsh({ user, host, port }: Sshd) {
  const options = [
    ...['-F', path('config'), '-o', 'BatchMode=yes', '-o', 'IdentityAgent=none'],
    ...['-o', `UserKnownHostsFile=${path('known_hosts')}`, '-p', String(port)],
  ]
  return spawnSync('ssh', [...options, `${user}@${host}`, 'echo in'], {
    encoding: 'utf8',
    timeout: 30_000,
  })
}

function planOf(fixes: readonly Fix[]): Params<'sshConfig.planUpsert'> {
  const fix = fixes.find((one) => one.kind === 'call' && one.method === 'sshConfig.planUpsert')
  expect(fix).toBeDefined()
  return (fix as unknown as { params: Params<'sshConfig.planUpsert'> }).params
}

onSshd.each([
  '127.*',
  // An entry of its own for the address: only there can it be put right.
  '127.0.0.1',
])(`a config that sends another key is named, and put right: Host %s${because}`, async (host) => {
  const server = await arrange('', host)
  const failed = await runTest(server)
  expect(failed).toMatchObject({ verdict: 'failed', cause: 'config-sends-another-key' })
  expect(failed.explanation).toContain(`config line 2 says “IdentityFile ${path('work')}”`)
  expect(failed.stages.at(-1)).toMatchObject({
    id: 'client',
    state: 'failed',
    detail: expect.stringContaining('Permission denied'),
  })
  expect(plainSsh(server).status).toBe(255)

  const params = planOf(failed.fixes)
  const { planId } = await whole.call('sshConfig.planUpsert', params)
  await whole.call('sshConfig.upsertHost', { ...params, planId })
  expect(await runTest(server)).toMatchObject({ verdict: 'ok', cause: null })
  expect(plainSsh(server).stdout).toBe('in\n')
})

onSshd(`a config whose key the server knows as well is no fault${because}`, async () => {
  const server = await arrange()
  await server.authorize((await readFile(path('work.pub'), 'utf8')).trim())
  const report = await runTest(server)
  expect(report).toMatchObject({ verdict: 'ok' })
  expect(report.stages.at(-1)).toMatchObject({
    state: 'ok',
    detail: 'Your own ssh logs in as well, with the key that your ssh config names.',
  })
})

onSshd(`a program of the config is not run for it${because}`, async () => {
  const ran = join(whole.home, 'ran')
  const server = await arrange(`Match exec "touch ${ran}"\n  User nobody\n`)
  expect(await runTest(server)).toMatchObject({ verdict: 'ok' })
  await expect(readFile(ran)).rejects.toMatchObject({ code: 'ENOENT' })
})

onSshd(`an entry that is shared with others stays as it is${because}`, async () => {
  const { port, ...server } = await arrange('', '127.0.0.1 other')
  const { cause, fixes } = await runTest({ ...server, port })
  expect(cause).toBe('config-sends-another-key')
  expect(planOf(fixes)).toMatchObject({ alias: `127.0.0.1-${port}`, hostName: '127.0.0.1' })
})
