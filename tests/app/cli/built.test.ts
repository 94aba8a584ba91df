/** The built program, run as a person or a script runs it. `npm test` builds before it tests. */

import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, openSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }

const program = fileURLToPath(new URL('../../../out/cli.mjs', import.meta.url))

/** Long enough to be at the point where it waits. */
const STARTED_MS = 1_000

interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function start(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [program, ...args], { env: process.env })
  const outcome = new Promise<Outcome>((resolve) => {
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.on('close', (code) => resolve({ code, out, err }))
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return { child, outcome }
}

describe.skipIf(!existsSync(program))('out/cli.mjs', () => {
  it('knows its version', async () => {
    const { outcome } = start(['--version'])
    expect(await outcome).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' })
  })

  it('answers a call with one line, without colours', async () => {
    const { code, out } = await start(['call', 'keys.list', '{}']).outcome
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({ ok: true, value: [] })
    const help = await start(['help']).outcome
    expect(help.out).not.toContain('\u001b[')
  })

  it('makes a protected key from parameters on standard input, once', async () => {
    const input = '{"name":"spawned","comment":"me@laptop","passphrase":"correct horse"}'
    const made = await start(['call', 'keys.generate', '-'], input).outcome
    expect(JSON.parse(made.out)).toMatchObject({ ok: true, value: { encrypted: true } })
    expect(made.code).toBe(0)
    for (const line of made.err.trim().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({ method: 'keys.generate' })
    }
    const again = await start(['call', 'keys.generate', '-'], input).outcome
    expect(JSON.parse(again.out)).toMatchObject({ ok: false, error: { code: 'already-exists' } })
    expect(again.code).toBe(1)
  })

  it.skipIf(!existsSync('/dev/full'))('says so when its output cannot be written', async () => {
    const full = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, [program, 'help'], {
      stdio: ['ignore', full, 'pipe'],
    })
    expect(String(stderr)).toBe('keypilot: the output could not be written (ENOSPC).\n')
    expect(status).toBe(1)
  })

  it.each([
    ['stdout', 'help', 1],
    ['stderr', 'nonsense', 2],
  ] as const)('goes quietly when nobody reads %s', async (stream, command, code) => {
    const child = spawn(process.execPath, [program, command])
    const other = stream === 'stdout' ? child.stderr : child.stdout
    child[stream].destroy()
    const [chunks, ended] = await Promise.all([other.toArray(), once(child, 'close')])
    expect(Buffer.concat(chunks).toString()).toBe('')
    expect(ended[0]).toBe(code)
  })

  it.skipIf(!existsSync('/dev/zero'))('reads no more of a file than could be a paste', async () => {
    const startedAt = performance.now()
    const { code, err } = await start(['check-paste', '/dev/zero']).outcome
    expect(code).toBe(1)
    expect(err).toContain('262144')
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  it('ends with 130 after Ctrl+C', async () => {
    const params = '{"name":"slow","type":"rsa","bits":16384,"comment":"me"}'
    const { child, outcome } = start(['call', 'keys.generate', params])
    child.stderr.once('data', () => child.kill('SIGINT'))
    const { code, out } = await outcome
    expect(JSON.parse(out)).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(code).toBe(130)
  })

  it('ends with 130 after Ctrl+C while it waits for its input', async () => {
    // Nothing tells that it waits; on a busy machine it may take a while until it does.
    let outcome: unknown[] = []
    for (const patience of [1, 4, 16]) {
      const child = spawn(process.execPath, [program, 'check-paste', '-'])
      const closed = once(child, 'close')
      await delay(STARTED_MS * patience)
      child.kill('SIGINT')
      outcome = await closed
      if (outcome[0] === 130) break
    }
    expect(outcome).toEqual([130, null])
  })

  it.skipIf(process.platform === 'win32')('ends at the second Ctrl+C, whatever hangs', async () => {
    const pipe = join(mkdtempSync(join(tmpdir(), 'keypilot-pipe-')), 'pipe')
    execFileSync('mkfifo', [pipe])
    const child = spawn(process.execPath, [program, 'check-paste', pipe])
    const closed = once(child, 'close')
    await delay(STARTED_MS)
    child.kill('SIGINT')
    await delay(100)
    child.kill('SIGINT')
    expect(await closed).toEqual([null, 'SIGINT'])
  })

  it('serves the interface until it is stopped', async () => {
    const { child, outcome } = start(['open', '--no-browser', '--json'])
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk) => resolve(String(chunk))),
    )
    const { url } = JSON.parse(line)
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#c=[0-9a-f]{64}$/)
    const page = await fetch(url)
    expect(page.status).toBe(200)
    const stoppedAt = performance.now()
    child.kill('SIGINT')
    expect((await outcome).code).toBe(0)
    expect(performance.now() - stoppedAt).toBeLessThan(5_000)
  })
})
