/** Keypilot as a host starts it, with the local server in RunPod's place. */

import { rm } from 'node:fs/promises'
import { afterEach, beforeEach } from 'vitest'
import { createKeypilot, type HostSecrets, type Keypilot } from '../../../main/app.ts'
import type { ApiError, MethodName, Params, Value } from '../../../main/contract/methods.ts'
import { resolvePaths } from '../../../main/storage/index.ts'
import {
  type RunpodApiOptions,
  type RunpodApiServer,
  startRunpodApi,
} from '../../support/runpod-api/index.ts'

export interface AppWorld {
  readonly keypilot: Keypilot
  readonly server: RunpodApiServer
  /** The value of a call that must succeed. */
  value<M extends MethodName>(method: M, params: Params<M>): Promise<Value<M>>
  /** The error of a call that must fail. */
  error<M extends MethodName>(method: M, params: Params<M>): Promise<ApiError>
  /** Questions that were put to the person. */
  readonly asked: string[]
}

export interface AppWorldOptions extends RunpodApiOptions {
  readonly secrets?: HostSecrets
  /** Set before Keypilot starts; default: the right key in RUNPOD_API_KEY. */
  readonly variable?: string | null
}

let server: RunpodApiServer | null = null
const NOBODY = process.env.KEYPILOT_RUNPOD_URL

beforeEach(clean)
afterEach(async () => {
  await server?.stop()
  server = null
  await clean()
})

async function clean(): Promise<void> {
  process.env.KEYPILOT_RUNPOD_URL = NOBODY
  delete process.env.RUNPOD_API_KEY
  const { dataDir, sshDir } = resolvePaths()
  await rm(dataDir, { recursive: true, force: true })
  await rm(sshDir, { recursive: true, force: true })
}

export async function appWorld(options: AppWorldOptions = {}): Promise<AppWorld> {
  const { secrets, variable, ...rest } = options
  server = await startRunpodApi(rest)
  process.env.KEYPILOT_RUNPOD_URL = server.url
  if (variable !== null) process.env.RUNPOD_API_KEY = variable ?? server.apiKey
  return worldOf(server, secrets)
}

/** Another start of Keypilot, with the same folders and server. */
export function worldOf(from: RunpodApiServer, secrets?: HostSecrets): AppWorld {
  const asked: string[] = []
  const keypilot = createKeypilot({
    host: {
      kind: 'electron',
      openLink: async () => false,
      reveal: async () => false,
      ...(secrets === undefined ? {} : { secrets }),
    },
    version: '1.2.3',
  })
  const call = <M extends MethodName>(method: M, params: Params<M>) =>
    keypilot.dispatch(method, params, {
      callId: 'x',
      host: 'electron',
      signal: new AbortController().signal,
      confirm: async ({ title }) => {
        asked.push(title)
        return true
      },
      progress: () => {},
    })
  return {
    keypilot,
    server: from,
    asked,
    async value<M extends MethodName>(method: M, params: Params<M>) {
      const result = await call(method, params)
      if (result.ok) return result.value as Value<M>
      throw new Error(`${result.error.code}: ${result.error.message}`)
    },
    async error(method, params) {
      const result = await call(method, params)
      if (!result.ok) return result.error
      throw new Error(`it did not fail but gave ${JSON.stringify(result.value)}`)
    },
  }
}
