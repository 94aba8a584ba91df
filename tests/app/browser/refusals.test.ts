/** The table of everything that a hostile page or program may send: all refused, without effect. */

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { snapshot } from '../conformance.ts'
import { codeOf, startTestHost, type TestHost } from './http-client.ts'
import { sendRaw } from './raw-request.ts'
import { goodCall, REFUSED_CALLS, type Target, withHeader } from './refusal-table.ts'
import { REFUSED_ANYWHERE, REFUSED_METHODS } from './refused-methods.ts'
import { REFUSED_PAGES } from './refused-pages.ts'

const REFUSED = [...REFUSED_CALLS, ...REFUSED_METHODS, ...REFUSED_ANYWHERE, ...REFUSED_PAGES]

let test: TestHost
let target: Target

beforeAll(async () => {
  test = await startTestHost()
  const { port, keypilot } = test.host
  target = { port, origin: test.origin, token: await test.signIn() }
  // Something to lose: a key, a config, and settings that say otherwise than what the table asks for.
  await mkdir(keypilot.paths.sshDir, { recursive: true, mode: 0o700 })
  await writeFile(join(keypilot.paths.sshDir, 'config'), 'Host pod\n  User root\n')
  const params = { name: 'id_ed25519', comment: 'me@laptop' }
  await test.post('/rpc/keys.generate', { params }, target.token)
  await test.post('/rpc/settings.save', { params: { theme: 'light' } }, target.token)
})
afterAll(() => test.host.close())

describe('the browser host refuses', () => {
  it.each(REFUSED)('%s', async (_name, status, request) => {
    const before = await snapshotWithoutLog()
    const answer = await sendRaw(target.port, request(target))
    expect(answer.status).toBe(status)
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual(
      [],
    )
    expect(answer.body).not.toContain(target.token)
    expect(await snapshotWithoutLog()).toEqual(before)
  })

  it('what is not HTTP', async () => {
    const answer = await sendRaw(target.port, { method: 'G\0T', headers: [] })
    expect(answer.status).toBe(400)
  })
})

describe('the same call without a fault', () => {
  it('goes through, so that the table above proves something', async () => {
    const answer = await sendRaw(target.port, goodCall(target))
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('"theme":"dark"')
  })

  it('may be large only for the methods that take a paste', async () => {
    const check = { ...goodCall(target), target: '/rpc/sshCommand.parse' }
    const text = 'x'.repeat(262_144)
    const answer = await sendRaw(target.port, {
      ...check,
      body: JSON.stringify({ params: { text } }),
    })
    expect(answer.status).toBe(200)
    const larger = await sendRaw(target.port, { ...check, body: check.body.padEnd(600_000) })
    expect(larger.status).toBe(413)
  })
})

describe('what a refusal leaves behind', () => {
  it('is a log line with the reason and without the token', async () => {
    await sendRaw(target.port, withHeader(target, 'Authorization', 'Bearer SPY-TOKEN'))
    await test.host.keypilot.close()
    const log = await readFile(test.host.keypilot.log.file, 'utf8')
    expect(log).toContain('"reason":"no valid session"')
    expect(log).toContain('"reason":"foreign Host"')
    expect(log).not.toContain('SPY-TOKEN')
    expect(log).not.toContain(target.token)
  })
})

describe('the one-time code', () => {
  const redeem = (code: string) => test.post('/session', { code }, null)

  it('works once', async () => {
    const code = codeOf(test.host.newLaunchUrl())
    expect((await redeem(code)).status).toBe(200)
    expect((await redeem(code)).status).toBe(401)
  })

  it('is refused once a minute has gone by', async () => {
    const code = codeOf(test.host.newLaunchUrl())
    const later = performance.now() + 60_001
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => later)
    const answer = await redeem(code)
    clock.mockRestore()
    expect(answer.status).toBe(401)
    expect((await redeem(code)).status).toBe(401)
  })

  it('is no token, and a token is no code', async () => {
    const code = codeOf(test.host.newLaunchUrl())
    expect((await test.post('/rpc/settings.read', { params: {} }, code)).status).toBe(401)
    expect((await redeem(target.token)).status).toBe(401)
    expect((await redeem(code)).status).toBe(200)
  })

  it('is not guessed: the fifth wrong one uses it up', async () => {
    const code = codeOf(test.host.newLaunchUrl())
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await redeem('0'.repeat(64))).status).toBe(401)
    }
    expect((await redeem(code)).status).toBe(401)
  })

  it('makes the session before end', async () => {
    const old = await test.signIn()
    await test.signIn()
    const answer = await test.post('/rpc/settings.read', { params: {} }, old)
    expect(answer.status).toBe(401)
  })

  it('is not taken from another origin', async () => {
    const code = codeOf(test.host.newLaunchUrl())
    const answer = await sendRaw(target.port, {
      method: 'POST',
      target: '/session',
      headers: [
        ['Host', `127.0.0.1:${target.port}`],
        ['Origin', 'https://evil.example'],
        ['Content-Type', 'application/json'],
      ],
      body: JSON.stringify({ code }),
    })
    expect(answer.status).toBe(403)
    expect((await redeem(code)).status).toBe(200)
  })
})

/** Refusals are logged, and nothing else may change. */
async function snapshotWithoutLog() {
  const files = Object.entries(await snapshot())
  return files.filter(([path]) => !path.startsWith(join(test.host.keypilot.paths.logDir)))
}
