/** Electron's two ends of IPC, as far as the transport uses them. */

import { EventEmitter } from 'node:events'
import type { IpcMain, WebContents } from 'electron'
import { recordTraffic } from '../../support/traffic/record.ts'

type RpcHandler = (event: object, message: unknown) => unknown

export interface FakeIpc {
  readonly ipcMain: Pick<IpcMain, 'handle'>
  /** As the preload's `invoke`: rejects when the handler throws. */
  invoke(event: object, message: unknown): Promise<unknown>
}

export function fakeIpc(): FakeIpc {
  const handlers = new Map<string, RpcHandler>()
  return {
    ipcMain: {
      handle: (channel, handler) => {
        handlers.set(channel, handler as RpcHandler)
      },
    },
    async invoke(event, message) {
      const answer = await handlers.get('rpc')?.(event, message)
      recordTraffic('ipc', JSON.stringify(answer) ?? '')
      return answer
    },
  }
}

export interface FakeContents {
  readonly contents: WebContents
  /** What was sent to the page: `['progress', value]`. */
  readonly sent: (readonly [string, never])[]
  emit(event: string, details?: object): void
}

export function fakeContents(id = 1): FakeContents {
  const emitter = new EventEmitter()
  const sent: (readonly [string, never])[] = []
  const contents = Object.assign(emitter, {
    id,
    isDestroyed: () => false,
    send: (_channel: string, event: string, value: never) => {
      recordTraffic('ipc', JSON.stringify(value))
      sent.push([event, value])
    },
  })
  return {
    contents: contents as unknown as WebContents,
    sent,
    emit: (event, details) => {
      emitter.emit(event, details)
    },
  }
}

/** The main frame of our page. */
export const PAGE_FRAME = { url: 'app://keypilot/', parent: null }
