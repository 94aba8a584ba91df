/** The built program, run as a person or a script runs it. `npm test` builds before it tests. */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }

const program = fileURLToPath(new URL('../../../out/cli.mjs', import.meta.url))

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

  it('ends with 130 after Ctrl+C', async () => {
    const params = '{"name":"slow","type":"rsa","bits":16384,"comment":"me"}'
    const { child, outcome } = start(['call', 'keys.generate', params])
    child.stderr.once('data', () => child.kill('SIGINT'))
    const { code, out } = await outcome
    expect(JSON.parse(out)).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(code).toBe(130)
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
