/** `keypilot call`, with its parameters on standard input. */

import { runCli } from '../../../app/cli/cli.ts'
import type { Events } from '../../../main/contract/methods.ts'
import { describeConformance, type OpenTransport } from '../conformance.ts'
import { fakeTerminal } from './fake-terminal.ts'

const open: OpenTransport = async (start) => {
  const running = new Map<string, () => void>()
  const progress: Events['progress'][] = []
  return {
    async call(method, params, callId) {
      const terminal = fakeTerminal({ input: JSON.stringify(params) })
      const err = (text: string) => {
        progress.push(JSON.parse(text))
      }
      running.set(callId, terminal.interrupt)
      await runCli(['call', method, '-'], {
        terminal: { ...terminal, err },
        version: '0.0.0',
        rendererDir: '/nowhere',
        start,
      })
      return JSON.parse(terminal.stdout())
    },
    cancel: (callId) => running.get(callId)?.(),
    progress,
    close: async () => {},
  }
}

describeConformance('the command line', open)
