/** RunPod's API v2 at its border: what comes in is checked, and what is missing is said. */

import { z } from 'zod'
import { type Caller, type CallerOptions, createCaller } from './caller.ts'
import { outcomeUnknown, unexpectedAnswer } from './errors.ts'
import { readPod } from './read-pods.ts'
import { readEndpoint, readWorker, readWorkerUsers, WORKER_USERS_QUERY } from './read-serverless.ts'
import type { ApiList, RunpodApi } from './types.ts'

/** Not one entry is dropped: what is written later replaces the whole set. */
const accountKeys = z.object({ keys: z.array(z.string().max(65_536)).max(10_000) })
const MAX_ENTRIES = 10_000

export function createRunpodApi(options: CallerOptions): RunpodApi {
  const call = createCaller(options)
  return { ...keyCalls(call), ...listCalls(call), readWorkerUsers: workerUsersCall(call) }
}

interface ListCall<T> {
  readonly path: string
  /** Of the list in the answer. */
  readonly name: string
  readonly what: string
  readonly read: (value: unknown) => T | null
  readonly signal: AbortSignal | undefined
}

async function readList<T>(
  call: Caller,
  { path, name, what, read, signal }: ListCall<T>,
): Promise<ApiList<T>> {
  const answer = await call({ method: 'GET', path, isRead: true, what, signal })
  const schema = z.object({ [name]: z.array(z.unknown()).max(MAX_ENTRIES) })
  const list = schema.safeParse(answer).data?.[name]
  if (list === undefined) throw unexpectedAnswer(what, 'the answer lacks the list.')
  const items = list.map(read).filter((item): item is T & {} => item !== null)
  return { items, unreadable: list.length - items.length }
}

function listCalls(call: Caller): Pick<RunpodApi, 'readPods' | 'readEndpoints' | 'readWorkers'> {
  return {
    readPods(signal) {
      const what = 'read your pods'
      return readList(call, { path: '/v2/pods', name: 'pods', what, read: readPod, signal })
    },
    readEndpoints(signal) {
      const [path, what] = ['/v2/serverless', 'read your serverless endpoints']
      return readList(call, { path, name: 'endpoints', what, read: readEndpoint, signal })
    },
    readWorkers(endpointId, signal) {
      const path = `/v2/serverless/${encodeURIComponent(endpointId)}/workers`
      const what = 'read the workers of an endpoint'
      return readList(call, { path, name: 'workers', what, read: readWorker, signal })
    },
  }
}

function workerUsersCall(call: Caller): RunpodApi['readWorkerUsers'] {
  return async (signal) => {
    const what = 'read where the workers run'
    const body = { query: WORKER_USERS_QUERY }
    const path = '/graphql'
    const answer = await call({ method: 'POST', path, body, isRead: true, what, signal })
    const users = readWorkerUsers(answer)
    if (users === null) throw unexpectedAnswer(what, 'the answer lacks the workers.')
    return users
  }
}

function keyCalls(call: Caller): Pick<RunpodApi, 'readAccountKeys' | 'replaceAccountKeys'> {
  const path = '/v2/account/ssh-keys'
  return {
    async readAccountKeys(signal) {
      const what = 'read the keys of your account'
      const answer = await call({ method: 'GET', path, isRead: true, what, signal })
      const read = accountKeys.safeParse(answer)
      if (read.success) return read.data.keys
      throw unexpectedAnswer(
        what,
        'the answer lacks the list of keys, or a part of it is not text.',
      )
    },
    async replaceAccountKeys(keys, signal) {
      const what = 'change the keys of your account'
      const body = { keys }
      const answer = await call({ method: 'PUT', path, body, isRead: false, what, signal })
      const read = accountKeys.safeParse(answer)
      if (read.success) return read.data.keys
      throw outcomeUnknown(what)
    },
  }
}
