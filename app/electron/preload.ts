/**
 * The only thing the page gets from Electron: four functions that carry data. No third-party code
 * here, and no Electron object leaves this file; types are all it shares with the rest.
 */

import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
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
  // Only for files that the person dropped or chose: no other ones can be made in a page.
  pathOfFile: (file) => (file instanceof File ? webUtils.getPathForFile(file) || null : null),
} satisfies Bridge

contextBridge.exposeInMainWorld('keypilot', bridge)

function invoke(message: RpcMessage): Promise<never> {
  return ipcRenderer.invoke('rpc', message) as Promise<never>
}
