/**
 * The only thing the page gets from Electron: three functions that carry data. No third-party code
 * here, and no Electron object leaves this file; types are all it shares with the rest.
 */

import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { Bridge } from '../../main/contract/methods.ts'
import type { RpcMessage } from './ipc-transport.ts'

const bridge = {
  call: (method, params, callId) => invoke({ kind: 'call', method, params, callId }),
  cancel: (callId) => {
    invoke({ kind: 'cancel', callId }).catch(() => {})
  },
  subscribe: (event, listener) => {
    const handler = (
      _event: IpcRendererEvent,
      name: string,
      value: Parameters<typeof listener>[0],
    ) => {
      if (name === event) listener(value)
    }
    ipcRenderer.on('event', handler)
    return () => {
      ipcRenderer.off('event', handler)
    }
  },
} satisfies Bridge

contextBridge.exposeInMainWorld('keypilot', bridge)

function invoke(message: RpcMessage): Promise<never> {
  return ipcRenderer.invoke('rpc', message) as Promise<never>
}
