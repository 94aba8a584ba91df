/** Opens the connection for one request: direct, or through a web proxy's tunnel. */

import { request } from 'node:http'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { TransportError, transportError } from './transport-error.ts'

export interface ConnectOptions {
  readonly url: URL
  readonly proxy: URL | null
  /** Certificates to trust instead of Node's own list, PEM; for tests. */
  readonly ca?: string
  /** Ends the attempt. */
  readonly signal: AbortSignal
}

/** A connection that is ready for HTTP; nothing of the request has been sent. */
export async function connect(options: ConnectOptions): Promise<Socket> {
  const { url, proxy } = options
  const route = proxy ?? url
  const tcp = await opened(
    connectTcp({ host: bare(route.hostname), port: portOf(route) }),
    'connect',
    options,
  ).catch((error: unknown) => {
    if (proxy === null || !(error instanceof TransportError)) throw error
    throw new TransportError(error.reason === 'timeout' ? 'timeout' : 'proxy', false, error.detail)
  })
  if (proxy === null) return url.protocol === 'https:' ? secured(tcp, url, options) : tcp
  const toProxy = proxy.protocol === 'https:' ? await secured(tcp, proxy, options) : tcp
  const tunnel = await openTunnel(toProxy, proxy, options)
  return url.protocol === 'https:' ? secured(tunnel, url, options) : tunnel
}

function secured(socket: Socket, url: URL, options: ConnectOptions): Promise<Socket> {
  const host = bare(url.hostname)
  const isAddress = /^[\d.]+$|:/.test(host)
  const secure = connectTls({
    socket,
    host,
    ALPNProtocols: ['http/1.1'],
    ...(isAddress ? {} : { servername: host }),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  })
  return opened(secure, 'secureConnect', options)
}

function openTunnel(socket: Socket, proxy: URL, { url, signal }: ConnectOptions): Promise<Socket> {
  const target = `${url.hostname}:${portOf(url)}`
  const login = `${decoded(proxy.username)}:${decoded(proxy.password)}`
  const headers = {
    host: target,
    ...(login === ':'
      ? {}
      : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
  }
  return new Promise((resolve, reject) => {
    const ask = request({
      method: 'CONNECT',
      path: target,
      headers,
      createConnection: () => socket,
      signal,
    })
    const fail = (detail: string) => {
      socket.destroy()
      reject(new TransportError('proxy', false, detail))
    }
    ask.once('connect', ({ statusCode = 0 }, tunnel) => {
      if (statusCode === 200) resolve(tunnel as Socket)
      else fail(String(statusCode))
    })
    // A proxy that answers as if this were a plain request.
    ask.once('response', ({ statusCode = 0 }) => fail(String(statusCode)))
    ask.once('error', () => fail(''))
    ask.end()
  })
}

function opened(socket: Socket, event: string, { signal }: ConnectOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const stop = () => fail(new TransportError('timeout', false))
    const ended = () => fail(new TransportError('cut', false))
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', stop)
      socket.destroy()
      reject(transportError(error, false))
    }
    socket.once('error', fail)
    socket.once('close', ended)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    socket.once(event, () => {
      signal.removeEventListener('abort', stop)
      socket.off('close', ended)
      socket.off('error', fail)
      // Between here and the request nobody else listens; an error then shows there as an early end.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

/** A `%` that nobody encoded stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80))
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}
