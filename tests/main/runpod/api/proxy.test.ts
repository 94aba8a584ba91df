/** Web proxies, certificates and networks that are not there. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Server as NetServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { proxyFor } from '../../../../main/network/index.ts'
import { createRunpodApi } from '../../../../main/runpod/index.ts'
import { freePort } from '../../../support/servers/index.ts'
import { failureOf, startServer } from './support.ts'

describe('the choice of a proxy', () => {
  const url = new URL('https://api.runpod.io/v2/pods')
  it.each([
    [{}, null],
    [{ HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128/'],
    [{ https_proxy: 'http://small:1', HTTPS_PROXY: 'http://large:1' }, 'http://small:1/'],
    [{ ALL_PROXY: 'proxy.example:8080' }, 'http://proxy.example:8080/'],
    [{ http_proxy: 'http://other:1' }, null],
    [{ HTTPS_PROXY: 'http://proxy:1', NO_PROXY: '*' }, null],
    [{ HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'localhost, .runpod.io' }, null],
    [{ HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'API.runpod.io:443' }, null],
    [{ HTTPS_PROXY: 'http://proxy:1', no_proxy: 'api.runpod.io:8443' }, 'http://proxy:1/'],
    [{ HTTPS_PROXY: 'http://proxy:1', no_proxy: 'pod.io' }, 'http://proxy:1/'],
    [{ HTTPS_PROXY: '' }, null],
  ])('of %j is %s', (env, expected) => {
    expect(proxyFor(url, env)?.href ?? null).toBe(expected)
  })

  it('is none for what stays on this computer', () => {
    const env = { http_proxy: 'http://proxy:1', all_proxy: 'http://proxy:1' }
    for (const host of ['127.0.0.1:80', 'localhost:80', '[::1]:80']) {
      expect(proxyFor(new URL(`http://${host}`), env)).toBeNull()
    }
  })

  it.each(['socks5://proxy:1080', 'http://', ':::'])('refuses %s with what to do', (text) => {
    expect(() => proxyFor(url, { all_proxy: text })).toThrow(/Set HTTPS_PROXY/)
  })
})

/** Encrypts what goes to the local server, under a name that exists in no network. */
describe('through a tunnel', () => {
  const HOST = 'runpod.keypilot.test'
  let folder: string
  let certificate: string
  let key: string
  const open: { close(): void }[] = []
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'keypilot-tls-'))
    const files = ['-keyout', join(folder, 'key'), '-out', join(folder, 'cert')]
    const what = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`, '-days', '2']
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    execFileSync('openssl', ['req', '-x509', ...kind, ...files, ...what], { stdio: 'ignore' })
    certificate = readFileSync(join(folder, 'cert'), 'utf8')
    key = readFileSync(join(folder, 'key'), 'utf8')
  })
  afterEach(() => {
    for (const each of open.splice(0)) each.close()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function listening(server: NetServer) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    open.push(server)
    return (server.address() as AddressInfo).port
  }

  /** A proxy that leads every name to this computer, and notes who asked for what. */
  async function startProxy(targetPort: number, refuseWith: number | null = null) {
    const asked: { target: string; login: string | undefined; apiKey: boolean }[] = []
    const server = createServer()
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      socket.on('error', () => {})
      asked.push({
        target: request.url ?? '',
        login: request.headers['proxy-authorization'],
        apiKey: request.headers.authorization !== undefined,
      })
      if (refuseWith !== null) return void socket.end(`HTTP/1.1 ${refuseWith} No\r\n\r\n`)
      const onward = connect(targetPort, '127.0.0.1')
      onward.on('error', () => socket.destroy())
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onward).pipe(socket)
      open.push({ close: () => onward.destroy() })
    })
    return { port: await listening(server), asked }
  }

  async function startTls(targetPort: number): Promise<number> {
    const server = createTlsServer({ cert: certificate, key }, (socket) => {
      const onward = connect(targetPort, '127.0.0.1')
      socket.on('error', () => onward.destroy())
      onward.on('error', () => socket.destroy())
      socket.pipe(onward).pipe(socket)
    })
    server.on('tlsClientError', () => {})
    return listening(server)
  }

  async function tunnelled(refuseWith: number | null = null, ca?: string, login = 'me:s%3Acret') {
    const server = await startServer({ keys: ['a'] })
    const tlsPort = await startTls(Number(new URL(server.url).port))
    const proxy = await startProxy(tlsPort, refuseWith)
    const api = createRunpodApi({
      apiKey: async () => server.apiKey,
      version: '1',
      env: {
        KEYPILOT_RUNPOD_URL: `https://${HOST}`,
        HTTPS_PROXY: `http://${login}@127.0.0.1:${proxy.port}`,
      },
      limits: { attemptMs: 4_000 },
      ...(ca === undefined ? {} : { ca }),
    })
    return { server, proxy, api }
  }

  it('reaches RunPod, and shows the proxy nothing but the name', async () => {
    const { server, proxy, api } = await tunnelled(null, certificate)
    expect(await api.readAccountKeys()).toEqual(['a'])
    expect(proxy.asked).toEqual([
      {
        target: `${HOST}:443`,
        login: `Basic ${Buffer.from('me:s:cret').toString('base64')}`,
        apiKey: false,
      },
    ])
    expect(server.requests[0]).toMatchObject({ bearer: 'right', headers: { host: HOST } })
  })

  it('sends no API key when the certificate is another’s', async () => {
    const { server, api } = await tunnelled()
    const error = await failureOf(api.readAccountKeys())
    expect([error.code, server.requests]).toEqual(['service-error', []])
    expect(error.message).toContain('the API key was not sent')
  })

  it.each([
    [407, /wants a name and a password/],
    [403, /does not let the request through \(403\)/],
  ])('explains a proxy that answers %i', async (status, words) => {
    const { api } = await tunnelled(status, certificate)
    const error = await failureOf(api.replaceAccountKeys([]))
    expect([error.code, error.message]).toEqual(['offline', expect.stringMatching(words)])
    expect(error.message).not.toContain('cret')
  })

  it('takes a password with a percent sign that nobody encoded', async () => {
    const { proxy, api } = await tunnelled(null, certificate, 'me:100%')
    await api.readAccountKeys()
    expect(proxy.asked[0]?.login).toBe(`Basic ${Buffer.from('me:100%').toString('base64')}`)
  })

  it('explains a proxy that is not there', async () => {
    const port = await freePort()
    const env = { HTTPS_PROXY: `http://127.0.0.1:${port}`, KEYPILOT_RUNPOD_URL: `https://${HOST}` }
    const api = createRunpodApi({ apiKey: async () => 'rpa_x', version: '1', env })
    const error = await failureOf(api.readPods())
    expect([error.code, error.message]).toEqual(['offline', expect.stringContaining('HTTPS_PROXY')])
  })
})

it('says that this computer is offline when there is no such name', async () => {
  const env = { KEYPILOT_RUNPOD_URL: 'https://runpod.invalid' }
  const api = createRunpodApi({ apiKey: async () => 'rpa_x', version: '1', env })
  const error = await failureOf(api.replaceAccountKeys([]))
  expect([error.code, error.message]).toEqual([
    'offline',
    expect.stringMatching(/cannot reach runpod\.invalid/),
  ])
})
