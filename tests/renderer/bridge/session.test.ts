import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetSession, type SessionWindow, signIn } from '../../../renderer/bridge/session.ts'

let server: Server
let origin: string
let posted: unknown[]

beforeEach(async () => {
  posted = []
  server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    posted.push({ path: request.url, body: JSON.parse(text) })
    const good = text.includes('good-code')
    response.writeHead(good ? 200 : 401).end(good ? '{"token":"fresh"}' : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => void server.close())

function page(hash: string, stored: string | null = null) {
  const store = new Map(stored === null ? [] : [['keypilot-session', stored]])
  const replaced: unknown[] = []
  const window: SessionWindow = {
    location: { hash, origin, pathname: '/', search: '' },
    history: { replaceState: (_state, _unused, url) => void replaced.push(url) },
    sessionStorage: {
      getItem: (name) => store.get(name) ?? null,
      setItem: (name, value) => void store.set(name, value),
      removeItem: (name) => void store.delete(name),
    },
  }
  return { window, store, replaced }
}

test('a code is taken out of the address and becomes a token', async () => {
  const { window, store, replaced } = page('#c=good-code')
  expect(await signIn(window)).toBe('fresh')
  expect(replaced).toEqual(['/'])
  expect(posted).toEqual([{ path: '/session', body: { code: 'good-code' } }])
  expect(store.get('keypilot-session')).toBe('fresh')
})

test('without a code the kept token is used, and nothing is asked', async () => {
  expect(await signIn(page('#/keys', 'kept').window)).toBe('kept')
  expect(posted).toEqual([])
})

test('a refused code falls back to the kept token, or to none', async () => {
  expect(await signIn(page('#c=bad', 'kept').window)).toBe('kept')
  expect(await signIn(page('#c=bad').window)).toBeNull()
})

test('a forgotten session is gone', async () => {
  const { window } = page('', 'kept')
  forgetSession(window)
  expect(await signIn(window)).toBeNull()
})
