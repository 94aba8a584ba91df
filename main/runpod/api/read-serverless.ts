/** Serverless endpoints and their workers as API v2 describes them, and their machines from GraphQL. */

import { z } from 'zod'
import { apiCount, apiId, apiText, apiTime, readEntry } from './entry.ts'
import type { ApiEndpoint, ApiWorker } from './types.ts'

const workerCounts = z.object({ min: apiCount.nullish(), max: apiCount.nullish() })

export function readEndpoint(value: unknown): ApiEndpoint | null {
  const entry = readEntry(value)
  const id = entry?.read('id', apiId) ?? null
  if (entry === null || id === null) return null
  const counts = entry.read('workers', workerCounts)
  return {
    id,
    name: entry.read('name', apiText),
    minWorkers: counts?.min ?? null,
    maxWorkers: counts?.max ?? null,
  }
}

export function readWorker(value: unknown): ApiWorker | null {
  const entry = readEntry(value)
  const id = entry?.read('id', apiId) ?? null
  if (entry === null || id === null) return null
  return {
    id,
    status: entry.read('status', z.string().max(64)),
    isStale: entry.read('isStale', z.boolean()),
    gpuCount: entry.read('gpuCount', apiCount),
    gpuTypeId: entry.read('gpuTypeId', apiText, { mayBeNull: true }),
    image: entry.read('image', apiText, { mayBeNull: true }),
    startedAt: entry.read('startedAt', apiTime, { mayBeNull: true }),
  }
}

export const WORKER_USERS_QUERY =
  'query { myself { endpoints { id pods { id machine { podHostId } } } } }'

const many = z.array(z.unknown()).max(10_000)
const workerUsers = z.object({
  data: z.object({
    myself: z.object({ endpoints: z.array(z.object({ pods: many.nullish() })).max(10_000) }),
  }),
})
const workerUser = z.object({
  id: apiId,
  machine: z.object({ podHostId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/) }),
})

/** Workers without a machine are left out. Null when the answer is none of this kind, or an error. */
export function readWorkerUsers(value: unknown): ReadonlyMap<string, string> | null {
  const answer = workerUsers.safeParse(value)
  if (!answer.success) return null
  const pods = answer.data.data.myself.endpoints.flatMap((endpoint) => endpoint.pods ?? [])
  return new Map(
    pods.flatMap((pod) => {
      const read = workerUser.safeParse(pod)
      return read.success ? [[read.data.id, read.data.machine.podHostId] as const] : []
    }),
  )
}
