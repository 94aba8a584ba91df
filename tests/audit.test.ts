/** `scripts/audit.mjs` tells a grave fault from a lesser one, and a check from none. */

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OFFLINE, runScript } from './support/run-script.ts'

/** npm keeps what it learned of a fault, so each test has a cache of its own. */
let npm_config_cache: string
beforeEach(() => {
  npm_config_cache = mkdtempSync(join(tmpdir(), 'keypilot-npm-'))
})
afterEach(() => rmSync(npm_config_cache, { recursive: true, force: true }))

/** Plays the registry for real `npm audit`: npm's own servers cannot be had in a test. */
async function auditAgainst(answer: { readonly status: number; readonly body: string }) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const isAudit = request.url?.endsWith('/advisories/bulk') === true
    response.writeHead(isAudit ? answer.status : 404, { 'content-type': 'application/json' })
    response.end(isAudit ? answer.body : '{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    const npm_config_registry = `http://127.0.0.1:${port}/`
    const env = { ...OFFLINE, npm_config_registry, npm_config_cache, GITHUB_ACTIONS: '' }
    return { ...(await runScript('audit.mjs', [], env)), asked }
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

const advisory = (severity: string) => ({
  id: 1,
  url: 'https://example.org/1',
  title: 'A hole in the handshake',
  severity,
  vulnerable_versions: '<99.0.0',
  cwe: [],
  cvss: { score: 0, vectorString: null },
})

describe('the audit', () => {
  test('fails for a grave fault of a package that runs, and names it', async () => {
    const body = JSON.stringify({ ssh2: [advisory('high')] })
    const { status, output, asked } = await auditAgainst({ status: 200, body })
    expect(asked[0]).toBe('POST /-/npm/v1/security/advisories/bulk')
    expect(output).toContain('ssh2 (high): A hole in the handshake')
    expect(status).toBe(1)
  })

  test('counts a lesser fault and goes on', async () => {
    const body = JSON.stringify({ ssh2: [advisory('low')] })
    const { status, output } = await auditAgainst({ status: 200, body })
    expect(output).toMatch(/^1 known fault in the packages that run, none high or critical$/m)
    expect(status).toBe(0)
  })

  test('has nothing to say when nothing is known', async () => {
    const { status, output } = await auditAgainst({ status: 200, body: '{}' })
    expect(output).toMatch(/^0 known faults/)
    expect(status).toBe(0)
  })

  test('says that nothing was checked when the registry does not answer the question', async () => {
    const { status, output } = await auditAgainst({ status: 405, body: '' })
    expect(output).toMatch(/^Nothing was audited: 405/)
    expect(status).toBe(0)
    expect(
      (await runScript('audit.mjs', [], { ...OFFLINE, npm_config_cache, GITHUB_ACTIONS: 'true' }))
        .output,
    ).toMatch(/^::warning::Nothing was audited: /)
  })
})
