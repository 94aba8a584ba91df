/**
 * Electron's way into `dispatch`: one `rpc` channel for calls and cancelling, one `event` channel
 * back. A message from anything but the main frame of a window of ours is rejected, not answered.
 */

import { randomUUID } from 'node:crypto'
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import type { Dispatch } from '../../main/contract/dispatch.ts'
import type { ConfirmPrompt, EventName, Events } from '../../main/contract/methods.ts'
import type { Log } from '../../main/storage/index.ts'
import { type Calls, createCalls } from '../calls.ts'
import { isPageUrl } from './app-scheme.ts'

/** What the preload sends. */
export type RpcMessage =
  | {
      readonly kind: 'call'
      readonly method: string
      readonly params: unknown
      readonly callId: string | undefined
    }
  | { readonly kind: 'cancel'; readonly callId: string }

export interface IpcTransportOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>
  readonly dispatch: Dispatch
  readonly log: Log
  /** Asks outside the page. */
  confirm(contents: WebContents, prompt: ConfirmPrompt, signal: AbortSignal): Promise<boolean>
}

export interface IpcTransport {
  /**
   * Lets the page of this window call; its calls are stopped when the page goes away. When it
   * crashes, tests go on, so that their results are there when it is back.
   */
  attach(contents: WebContents): void
  /** Tells every window. */
  send<E extends EventName>(event: E, value: Events[E]): void
}

export function createIpcTransport(options: IpcTransportOptions): IpcTransport {
  const { ipcMain, dispatch, log, confirm } = options
  const callsOf = new Map<number, Calls>()
  const pages = new Set<WebContents>()

  ipcMain.handle('rpc', (event, message: unknown) => {
    const calls = callsOf.get(event.sender.id)
    const reason = calls === undefined ? 'unknown window' : distrust(event)
    if (calls === undefined || reason !== null) {
      log.warn('ipc-refused', { reason: reason ?? 'unknown window' })
      throw new Error('refused')
    }
    if (!isRecord(message)) throw new Error('not a message')
    if (message.kind === 'cancel') return calls.cancel(message.callId)
    if (message.kind !== 'call') throw new Error('unknown kind of message')
    return calls.call(message.method, message.params, message.callId ?? randomUUID())
  })

  return {
    attach(contents) {
      // Kept, since a destroyed WebContents no longer answers.
      const { id } = contents
      const calls = createCalls(dispatch, 'electron', {
        confirm: (prompt, signal) => confirm(contents, prompt, signal),
        progress: (event) => send(contents, 'progress', event),
      })
      callsOf.set(id, calls)
      pages.add(contents)
      contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) calls.cancelAll()
      })
      contents.on('render-process-gone', () => calls.pageLost())
      contents.on('destroyed', () => {
        calls.cancelAll()
        callsOf.delete(id)
        pages.delete(contents)
      })
    },
    send(event, value) {
      for (const contents of pages) send(contents, event, value)
    },
  }
}

/** Why this sender is not our page; null when it is. */
function distrust({ senderFrame }: IpcMainInvokeEvent): string | null {
  if (!senderFrame) return 'the frame has gone'
  if (senderFrame.parent !== null) return 'not the main frame'
  return isPageUrl(senderFrame.url) ? null : 'foreign address'
}

function send<E extends EventName>(contents: WebContents, event: E, value: Events[E]): void {
  if (!contents.isDestroyed()) contents.send('event', event, value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
