/** Electron's IPC, with Electron's ends of it replaced. The real ones are in the end-to-end tests. */

import { createIpcTransport } from '../../../app/electron/ipc-transport.ts'
import type { Result } from '../../../main/contract/methods.ts'
import { describeConformance, type OpenTransport } from '../conformance.ts'
import { fakeContents, fakeIpc, PAGE_FRAME } from './fake-ipc.ts'

const open: OpenTransport = async (start) => {
  const host = { kind: 'electron', openLink: async () => false, reveal: async () => false } as const
  const { dispatch, log } = start({ host, version: '0.0.0' })
  const ipc = fakeIpc()
  const { contents, sent } = fakeContents()
  const transport = createIpcTransport({
    ipcMain: ipc.ipcMain,
    dispatch,
    log,
    confirm: async () => false,
  })
  transport.attach(contents)
  const event = { sender: contents, senderFrame: PAGE_FRAME }
  return {
    call: async (method, params, callId) =>
      (await ipc.invoke(event, { kind: 'call', method, params, callId })) as Result<unknown>,
    cancel: (callId) => {
      ipc.invoke(event, { kind: 'cancel', callId })
    },
    get progress() {
      return sent.filter(([name]) => name === 'progress').map(([, value]) => value)
    },
    close: async () => {},
  }
}

describeConformance("Electron's IPC", open)
