/** `runpod.workers`: serverless endpoints, their workers, and the way into each. */

import { AppError } from '../../contract/errors.ts'
import type {
  Problem,
  RunpodEndpoint,
  RunpodWorker,
  RunpodWorkers,
} from '../../contract/methods.ts'
import { RUNPOD_PROXY } from '../../ssh-command/index.ts'
import { inParallel } from '../../storage/index.ts'
import { accessOf } from '../access.ts'
import type { ApiEndpoint, ApiList, ApiWorker, RunpodApi } from '../api/types.ts'
import { gpus, shown } from '../shown.ts'
import { endpointProblems, incompleteList, noAddresses } from './problems.ts'

export interface Workers {
  /** @throws {AppError} `no-api-key`, and everything that reading the endpoints can end with */
  list(signal?: AbortSignal): Promise<RunpodWorkers>
}

type Api = Pick<RunpodApi, 'readEndpoints' | 'readWorkers' | 'readWorkerUsers'>

/** RunPod allows 60 requests a minute, and each endpoint takes one. */
const MAX_ENDPOINTS = 30
const AT_ONCE = 4
const SOON_MS = 10_000
const LATER_MS = 60_000
/** `IDLE` is ready and waits for work: its container runs. */
const ORDER = ['RUNNING', 'IDLE', 'INITIALIZING', 'THROTTLED', 'UNHEALTHY']
const RUNNING = new Set(['RUNNING', 'IDLE'])

export function createWorkers({ api }: { readonly api: Api }): Workers {
  return {
    async list(signal) {
      const { items, unreadable } = await api.readEndpoints(signal)
      const looked = items.slice(0, MAX_ENDPOINTS)
      const read = await inParallel(looked, AT_ONCE, async (endpoint) => ({
        endpoint,
        workers: await orProblem(api.readWorkers(endpoint.id, signal)),
      }))
      const hasWorkers = read.some(({ workers }) => 'items' in workers && workers.items.length > 0)
      const users = hasWorkers ? await orProblem(api.readWorkerUsers(signal)) : new Map()
      const endpoints = read.map((each) => toEndpoint(each, users))
      const problems: Problem[] = []
      if ('error' in users) problems.push(noAddresses(users.error.message))
      const hidden = unreadable + items.length - looked.length
      if (hidden > 0) problems.push(incompleteList(hidden))
      return { endpoints, at: new Date().toISOString(), askAgainInMs: pace(endpoints), problems }
    },
  }
}

interface Failed {
  readonly error: AppError
}

/** What concerns one list alone is told beside it; the rest ends the call. */
async function orProblem<T>(read: Promise<T>): Promise<T | Failed> {
  return read.catch((error: unknown) => {
    const isOwn =
      error instanceof AppError &&
      !['cancelled', 'no-api-key', 'unauthorized', 'offline'].includes(error.code)
    if (isOwn) return { error }
    throw error
  })
}

type Users = ReadonlyMap<string, string> | Failed

function toEndpoint(
  {
    endpoint,
    workers,
  }: { readonly endpoint: ApiEndpoint; readonly workers: ApiList<ApiWorker> | Failed },
  users: Users,
): RunpodEndpoint {
  const { id, name, minWorkers, maxWorkers } = endpoint
  const found = 'items' in workers ? workers.items.map((worker) => toWorker(worker, users)) : []
  const sorted = found.toSorted((a, b) => rank(a) - rank(b))
  const counts = { activeWorkers: minWorkers, maxWorkers }
  return {
    id,
    name: shown(name) ?? id,
    ...counts,
    workers: sorted,
    problems: endpointProblems({
      ...counts,
      workers: sorted,
      unreadable: 'items' in workers ? workers.unreadable : 0,
      failure: 'error' in workers ? workers.error.message : null,
    }),
  }
}

function toWorker(worker: ApiWorker, users: Users): RunpodWorker {
  const { id, status, gpuTypeId, gpuCount, image, startedAt } = worker
  const running = status !== null && RUNNING.has(status)
  const user = 'error' in users ? undefined : users.get(id)
  const proxy =
    user === undefined ? null : accessOf({ user, host: RUNPOD_PROXY, port: 22 }, 'runpod-proxy')
  return {
    id,
    status: shown(status) ?? 'unknown',
    running,
    stale: worker.isStale === true,
    hardware: gpus(gpuTypeId, gpuCount),
    image: shown(image),
    startedAt,
    proxy,
    accessProblem: proxy === null ? whyNoAccess(running, users) : null,
  }
}

function whyNoAccess(running: boolean, users: Users): string {
  if ('error' in users) return 'The address of this worker could not be read.'
  return running
    ? 'RunPod does not tell where this worker runs. Its SSH command is on RunPod’s website: open the endpoint, then the worker.'
    : 'The worker does not run yet, so it has no address.'
}

function rank({ status }: RunpodWorker): number {
  const place = ORDER.indexOf(status)
  return place === -1 ? ORDER.length : place
}

function pace(endpoints: readonly RunpodEndpoint[]): number {
  const isComing = endpoints.some(({ workers }) =>
    workers.some(({ status }) => status === 'INITIALIZING'),
  )
  // Each look costs one request an endpoint.
  return isComing && endpoints.length <= 3 ? SOON_MS : LATER_MS
}
