/** `dispatch` itself, called in process. */

import { createCalls } from '../../app/calls.ts'
import type { Events } from '../../main/contract/methods.ts'
import { describeConformance, type OpenTransport } from './conformance.ts'

const open: OpenTransport = async (start) => {
  const host = { kind: 'cli', openLink: async () => false, reveal: async () => false } as const
  const progress: Events['progress'][] = []
  const calls = createCalls(start({ host, version: '0.0.0' }).dispatch, 'cli', {
    confirm: async () => false,
    progress: (event) => progress.push(event),
  })
  return { ...calls, progress, close: async () => {} }
}

describeConformance('dispatch', open)
