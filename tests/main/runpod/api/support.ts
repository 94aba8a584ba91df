/** A client of the local server, with short waits. */

import { afterEach } from 'vitest'
import { AppError } from '../../../../main/contract/errors.ts'
import {
  type CallerOptions,
  createRunpodApi,
  type RunpodApi,
} from '../../../../main/runpod/index.ts'
import {
  type RunpodApiOptions,
  type RunpodApiServer,
  startRunpodApi,
} from '../../../support/runpod-api/index.ts'

const servers: RunpodApiServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

export async function startServer(options: RunpodApiOptions = {}): Promise<RunpodApiServer> {
  const server = await startRunpodApi(options)
  servers.push(server)
  return server
}

export interface World {
  readonly server: RunpodApiServer
  readonly api: RunpodApi
}

export async function world(
  options: RunpodApiOptions = {},
  caller: Partial<CallerOptions> = {},
): Promise<World> {
  const server = await startServer(options)
  return { server, api: clientOf(server, caller) }
}

export function clientOf(server: RunpodApiServer, caller: Partial<CallerOptions> = {}): RunpodApi {
  return createRunpodApi({
    apiKey: async () => server.apiKey,
    version: '1.2.3',
    env: { KEYPILOT_RUNPOD_URL: server.url },
    ...caller,
    limits: { attemptMs: 2_000, totalMs: 6_000, backoffMs: 1, ...caller.limits },
  })
}

/** The error that a promise ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    (value) => new Error(`it did not fail but gave ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw error
}
