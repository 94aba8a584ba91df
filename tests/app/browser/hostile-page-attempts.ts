/** What a hostile page tries. Each `via…` runs inside Chromium, so it uses nothing outside itself. */

import type { Page } from 'playwright'

export interface Attempts {
  /** The host's origin, as this page would reach it. */
  readonly host: string
  /** As if it had been stolen: even that must not be enough. */
  readonly token: string
}

const SAVE = '/rpc/settings.save'
const BODY = JSON.stringify({ params: { theme: 'dark' }, callId: 'x' })

/** `attempt: what came of it`; anything that starts with "got" is a success of the page. */
export async function attack(page: Page, { host, token }: Attempts): Promise<readonly string[]> {
  const results: string[] = []
  const note = async (attempt: string, result: Promise<string>) =>
    results.push(`${attempt}: ${await result}`)
  for (const [path, init] of requests(token)) {
    const attempt = `fetch ${path} ${JSON.stringify({ ...init, headers: undefined })}`
    await note(attempt, page.evaluate(viaFetch, [`${host}${path}`, init] as const))
  }
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
    for (const method of ['post', 'get']) {
      const form = [`${host}${SAVE}`, type, method, BODY] as const
      await note(`${method} of a form as ${type}`, page.evaluate(viaForm, form))
    }
  }
  for (const element of elements(host)) {
    await note(JSON.stringify(element), page.evaluate(viaElement, element))
  }
  for (const tag of ['iframe', 'object', 'embed']) {
    await note(tag, page.evaluate(viaFrame, [tag, `${host}/`] as const))
  }
  await note('socket', page.evaluate(viaSocket, `${host.replace('http', 'ws')}/events`))
  await note('event source', page.evaluate(viaEventSource, `${host}/events`))
  const beacon = page.evaluate(([url, body]) => navigator.sendBeacon(url, body), [
    `${host}${SAVE}`,
    BODY,
  ] as const)
  await note('beacon', beacon.then(String))
  return results
}

function requests(token: string): readonly (readonly [string, RequestInit])[] {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }
  const call = { method: 'POST', headers, body: BODY }
  return [
    ['/', {}],
    ['/', { mode: 'no-cors' }],
    ['/assets/index-1.js', {}],
    [SAVE, call],
    [SAVE, { ...call, credentials: 'include' }],
    [SAVE, { ...call, mode: 'same-origin' }],
    [SAVE, { ...call, referrerPolicy: 'no-referrer' }],
    [SAVE, { ...call, keepalive: true }],
    [SAVE, { ...call, method: 'PUT' }],
    [SAVE, { method: 'POST', body: BODY, mode: 'no-cors' }],
    [SAVE, { method: 'POST', body: BODY, mode: 'no-cors', credentials: 'include' }],
    ['/events', { ...call, body: '{}' }],
    ['/session', { ...call, body: '{"code":"0"}' }],
    ['/cancel', { ...call, body: '{"callId":"x"}' }],
  ]
}

type Element = readonly [tag: string, attributes: Readonly<Record<string, string>>]

function elements(host: string): readonly Element[] {
  return [
    ['script', { src: `${host}/assets/index-1.js` }],
    ['script', { src: `${host}/assets/index-1.js`, type: 'module' }],
    ['link', { href: `${host}/`, rel: 'stylesheet' }],
    ['link', { href: `${host}/assets/index-1.js`, rel: 'modulepreload' }],
    ['img', { src: `${host}/` }],
  ]
}

async function viaFetch([url, init]: readonly [string, RequestInit]): Promise<string> {
  const answer = await fetch(url, init).catch(() => null)
  if (answer === null) return 'blocked'
  if (answer.type === 'opaque') return 'opaque'
  return answer.ok ? `got ${(await answer.text()).slice(0, 60)}` : `refused ${answer.status}`
}

/** JSON as the name and value of a field, which is what a text/plain form can send. */
function viaForm([action, enctype, method, body]: readonly [
  string,
  string,
  string,
  string,
]): Promise<string> {
  const name = `frame-${Math.random()}`
  const frame = Object.assign(document.createElement('iframe'), { name })
  const form = Object.assign(document.createElement('form'), { action, target: name })
  form.enctype = enctype
  form.method = method
  const field = { name: body.slice(0, -1), value: '}' }
  form.append(Object.assign(document.createElement('input'), field))
  document.body.append(frame, form)
  return new Promise((done) => {
    setTimeout(done, 3_000, 'nothing came')
    frame.addEventListener('load', () => {
      // Null for a page of another origin, and for the browser's own page about a refusal.
      const text = frame.contentDocument?.body.textContent ?? 'not readable'
      if (text !== '') done(text.includes('"ok":') ? `got ${text}` : text)
    })
    form.submit()
  })
}

function viaElement([tag, attributes]: Element): Promise<string> {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return new Promise((done) => {
    setTimeout(done, 3_000, 'nothing came')
    element.addEventListener('load', () => done('got it loaded'))
    element.addEventListener('error', () => done('blocked'))
    document.body.append(element)
  })
}

function viaFrame([tag, url]: readonly [string, string]): Promise<string> {
  const element = document.createElement(tag)
  element.setAttribute(tag === 'object' ? 'data' : 'src', url)
  return new Promise((done) => {
    setTimeout(done, 3_000, 'nothing came')
    element.addEventListener('error', () => done('blocked'))
    element.addEventListener('load', () => {
      try {
        const { contentWindow } = element as HTMLIFrameElement
        done(contentWindow?.document.title === 'Keypilot' ? 'got the page' : 'something else')
      } catch {
        done('not readable')
      }
    })
    document.body.append(element)
  })
}

function viaSocket(url: string): Promise<string> {
  const socket = new WebSocket(url)
  return new Promise((done) => {
    setTimeout(done, 3_000, 'nothing came')
    socket.onopen = () => done('got a socket')
    socket.onerror = () => done('blocked')
  })
}

function viaEventSource(url: string): Promise<string> {
  const source = new EventSource(url, { withCredentials: true })
  return new Promise((done) => {
    setTimeout(done, 3_000, 'nothing came')
    source.onopen = () => done('got a stream')
    source.onerror = () => done('blocked')
  })
}
