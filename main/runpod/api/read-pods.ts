/** Pods as API v2 describes them. */

import { z } from 'zod'
import { apiCount, apiId, apiText, apiTime, readEntry } from './entry.ts'
import type { ApiAddress, ApiPod, KeyVariables } from './types.ts'

/** Stands in commands and in the ssh config. */
const word = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,254}$/)
const address: z.ZodType<ApiAddress> = z
  .object({ host: word, port: z.int().min(1).max(65_535), username: word })
  .transform(({ host, port, username }) => ({ host, port, user: username }))
const ssh = z.object({ proxy: z.unknown(), direct: z.unknown() })
const gpu = z.object({ id: apiText, count: z.int().min(1).default(1) })
const cpu = z.object({ id: apiText, vcpuCount: apiCount })
/** The other variables are dropped here, before anything can show or log them. */
const keyVariables: z.ZodType<KeyVariables> = z.object({
  PUBLIC_KEY: apiText.exactOptional(),
  SSH_PUBLIC_KEY: apiText.exactOptional(),
  RUNPOD_SSH_PUBLIC_KEY: apiText.exactOptional(),
})

/** Null for what is no pod at all. */
export function readPod(value: unknown): ApiPod | null {
  const entry = readEntry(value)
  const id = entry?.read('id', apiId) ?? null
  if (entry === null || id === null) return null
  const access = entry.read('ssh', ssh)
  const unreadable: string[] = []
  const reach = (name: 'proxy' | 'direct') => {
    const found = access?.[name] ?? null
    if (found === null) return null
    const read = address.safeParse(found)
    if (!read.success) unreadable.push(`ssh.${name}`)
    return read.success ? read.data : null
  }
  const pod = {
    id,
    name: entry.read('name', apiText),
    status: entry.read('status', z.string().max(64)),
    image: entry.read('image', apiText),
    ports: entry.read('ports', z.array(apiText).max(1_000)),
    keyVariables: entry.read('env', keyVariables),
    gpu: entry.readOptional('gpu', gpu),
    cpu: entry.readOptional('cpu', cpu),
    dataCenterId: entry.read('dataCenterId', apiText, { mayBeNull: true }),
    cost: entry.read('cost', z.number().min(0)),
    proxy: reach('proxy'),
    direct: reach('direct'),
    createdAt: entry.read('createdAt', apiTime),
    startedAt: entry.read('startedAt', apiTime, { mayBeNull: true }),
  }
  return { ...pod, missing: [...entry.missing, ...unreadable] }
}
