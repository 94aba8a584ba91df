/** A browser host to test, and the requests that the page would send to it. */

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserHost, startBrowserHost } from '../../../app/browser/index.ts'
import { createKeypilot } from '../../../main/app.ts'
import type { Start } from '../conformance.ts'

export interface TestHost {
  readonly host: BrowserHost
  readonly origin: string
  /** Takes a new session, as a page that was just opened does. */
  signIn(): Promise<string>
  /** The token for a code. */
  redeem(code: string): Promise<string>
  /** As the page sends it. */
  post(path: string, body: unknown, token: string | null, signal?: AbortSignal): Promise<Response>
}

export async function startTestHost(start: Start = createKeypilot): Promise<TestHost> {
  const host = await startBrowserHost({
    rendererDir: await fakeInterface(),
    version: '0.0.0',
    start,
  })
  const origin = `http://127.0.0.1:${host.port}`
  const post: TestHost['post'] = (path, body, token, signal) =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      headers: {
        Origin: origin,
        'Content-Type': 'application/json',
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    })
  const redeem = async (code: string) => {
    const answer = await post('/session', { code }, null)
    const { token } = (await answer.json()) as { token: string }
    return token
  }
  const signIn = () => redeem(codeOf(host.newLaunchUrl()))
  return { host, origin, signIn, redeem, post }
}

export function codeOf(launchUrl: string): string {
  return new URL(launchUrl).hash.slice('#c='.length)
}

/** Calls back for every line of an event stream. Resolves once the stream is open. */
export async function listen(
  { post }: TestHost,
  token: string,
  onLine: (line: { event: string; value: never }) => void,
): Promise<{ end(): void; ended: Promise<void> }> {
  const controller = new AbortController()
  const answer = await post('/events', {}, token, controller.signal)
  if (answer.body === null) throw new Error('no stream')
  const read = async (stream: ReadableStream<Uint8Array>) => {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(JSON.parse(line))
    }
  }
  const ended = read(answer.body).catch(() => {})
  return { end: () => controller.abort(), ended }
}

async function fakeInterface(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keypilot-interface-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Keypilot</title>')
  await writeFile(join(folder, 'index.js.map'), '{}')
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'assets/index-1.js'), 'export {}')
  return folder
}
