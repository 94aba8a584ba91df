/** HTTP, against a real server. */

import type { Events } from '../../../main/contract/methods.ts'
import { describeConformance, type OpenTransport } from '../conformance.ts'
import { listen, startTestHost } from './http-client.ts'

const open: OpenTransport = async (start) => {
  const test = await startTestHost(start)
  const token = await test.signIn()
  const progress: Events['progress'][] = []
  const stream = await listen(test, token, ({ event, value }) => {
    if (event === 'progress') progress.push(value)
  })
  return {
    async call(method, params, callId) {
      const answer = await test.post(`/rpc/${method}`, { params, callId }, token)
      if (answer.status !== 200) throw new Error(`answered ${answer.status}`)
      return (await answer.json()) as never
    },
    cancel: (callId) => {
      test.post('/cancel', { callId }, token)
    },
    progress,
    async close() {
      stream.end()
      await test.host.close()
    },
  }
}

describeConformance('the browser host', open)
