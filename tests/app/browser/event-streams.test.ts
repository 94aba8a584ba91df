import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createEventStreams } from '../../../app/browser/event-streams.ts'

it('has nothing more to say to a page that stopped reading and was replaced', async () => {
  const streams = createEventStreams(() => {})
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const page = connect((server.address() as AddressInfo).port, '127.0.0.1')
  page.pause()
  page.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse]
  streams.open(response)
  const detail = 'x'.repeat(100_000)
  const event = {
    callId: 'a',
    method: 'keys.generate',
    progress: { kind: 'working', detail },
  } as const
  // What the system takes without the page reading it differs from one to the next.
  while (response.writableLength === 0) {
    streams.send('progress', event)
    await delay(1)
  }
  streams.endAll()
  // To write after the end is an error event, which would end the process and fails this test run.
  streams.send('progress', event)
  await delay(50)
  page.destroy()
  await expect.poll(() => streams.count()).toBe(0)
  server.close()
})
