/** What the host tells its page by itself reaches the page's event stream. */

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listen, startTestHost, type TestHost } from './http-client.ts'

let test: TestHost
beforeAll(async () => {
  test = await startTestHost()
})
afterAll(() => test.host.close())

it('changes of the saved connections and of keys', async () => {
  const token = await test.signIn()
  const heard: string[] = []
  const stream = await listen(test, token, ({ event }) => heard.push(event))
  const target = { user: 'root', host: '203.0.113.7', port: 10022, kind: 'runpod-direct' }
  const answer = await test.post('/rpc/connections.save', { params: { target } }, token)
  expect(await answer.json()).toMatchObject({ ok: true })
  await expect.poll(() => heard, { timeout: 10_000 }).toContain('connections.changed')
  const { sshDir } = test.host.keypilot.paths
  await mkdir(sshDir, { recursive: true })
  await writeFile(join(sshDir, 'another'), 'x')
  await expect.poll(() => heard, { timeout: 10_000 }).toContain('keys.changed')
  stream.end()
  await stream.ended
})
