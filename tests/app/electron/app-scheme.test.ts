import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Protocol, ProtocolRequest, ProtocolResponse } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import {
  APP_SCHEME,
  createSchemeHandler,
  isPageUrl,
  serveScheme,
} from '../../../app/electron/app-scheme.ts'
import { listInterfaceFiles } from '../../../app/interface-files.ts'

const root = mkdtempSync(join(tmpdir(), 'keypilot-scheme-'))
writeFileSync(join(root, 'index.html'), '<title>Keypilot</title>')
writeFileSync(join(root, 'main.js'), 'export {}')
writeFileSync(join(root, 'notes.txt'), 'not part of the interface')
const handle = createSchemeHandler(listInterfaceFiles(root))

const get = (url: string, method = 'GET') => handle({ url, method })

describe('the app scheme', () => {
  it('serves the page under the strict policy', async () => {
    const answer = await get('app://keypilot/')
    expect(answer.status).toBe(200)
    expect(String(answer.body)).toBe('<title>Keypilot</title>')
    expect(answer.headers['Content-Type']).toBe('text/html; charset=utf-8')
    const policy = answer.headers['Content-Security-Policy'] ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(policy).not.toContain('unsafe')
  })

  it.each([
    ['app://keypilot/missing.js', 'GET', 404],
    ['app://keypilot/index.html', 'GET', 404],
    ['app://keypilot/notes.txt', 'GET', 404],
    ['app://keypilot/../../etc/passwd', 'GET', 404],
    ['app://keypilot/%2e%2e/%2e%2e/etc/passwd', 'GET', 404],
    ['app://keypilot//etc/passwd', 'GET', 404],
    ['app://keypilot/', 'POST', 405],
    ['app://elsewhere/', 'GET', 403],
    ['not an address', 'GET', 403],
  ])('answers %s by %s with %i', async (url, method, status) => {
    const answer = await get(url, method)
    expect(answer.status).toBe(status)
    expect(String(answer.body)).toBe('')
  })

  it('has no privilege beyond the four', () => {
    expect(APP_SCHEME.privileges).toEqual({
      standard: true,
      secure: true,
      supportFetchAPI: true,
      codeCache: true,
    })
  })

  it('takes only its own address for the page', () => {
    expect(isPageUrl('app://keypilot/')).toBe(true)
    expect(isPageUrl('app://keypilot/#keys')).toBe(true)
    for (const url of [
      'app://keypilot.evil/',
      'app://evil/keypilot',
      'https://keypilot/',
      '',
      undefined,
    ]) {
      expect(isPageUrl(url), url).toBe(false)
    }
  })
})

describe('is registered', () => {
  type Reply = (answer: ProtocolResponse) => void
  type Register = (
    scheme: string,
    send: (request: ProtocolRequest, reply: Reply) => unknown,
  ) => void

  it('by the way that needs no fetch', async () => {
    const registerBufferProtocol = vi.fn<Register>()
    const protocol = { handle: vi.fn(), registerBufferProtocol } as unknown as Protocol
    serveScheme(protocol, handle)
    const [scheme, send] = registerBufferProtocol.mock.calls[0] ?? []
    expect([scheme, vi.mocked(protocol.handle).mock.calls]).toEqual(['app', []])
    const ask = (url: string) =>
      new Promise<ProtocolResponse>((reply) => send?.({ url, method: 'GET' } as never, reply))
    const page = await ask('app://keypilot/')
    expect([page.statusCode, String(page.data)]).toEqual([200, '<title>Keypilot</title>'])
    expect(page.headers).toMatchObject({ 'Content-Security-Policy': expect.any(String) })
    expect(await ask('app://keypilot/missing.js')).toMatchObject({ statusCode: 404 })
  })

  it('so that a file which cannot be read fails the request, and is told', async () => {
    const registerBufferProtocol = vi.fn<Register>()
    const broken = () => Promise.reject(new Error('no such file'))
    serveScheme({ handle: vi.fn(), registerBufferProtocol } as unknown as Protocol, broken)
    const reply = vi.fn()
    const sent = registerBufferProtocol.mock.calls[0]?.[1]({} as ProtocolRequest, reply)
    await expect(sent).rejects.toThrow('no such file')
    expect(reply.mock.calls).toEqual([[{ error: -2 }]])
  })

  it('by the newer way where Electron has no other', async () => {
    const register = vi.fn<Protocol['handle']>()
    serveScheme({ handle: register }, handle)
    const [scheme, answer] = register.mock.calls[0] ?? []
    expect(scheme).toBe('app')
    // Not a Request of Node's, which knows no addresses of ours.
    const page = await answer?.({ url: 'app://keypilot/', method: 'GET' } as GlobalRequest)
    expect([page?.status, await page?.text()]).toEqual([200, '<title>Keypilot</title>'])
    expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'")
    const missing = await answer?.({ url: 'app://keypilot/x.js', method: 'GET' } as GlobalRequest)
    expect(missing?.status).toBe(404)
  })
})

it('says when the interface is missing', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'keypilot-empty-'))
  await expect(listInterfaceFiles(empty)).rejects.toMatchObject({ code: 'not-found' })
})
