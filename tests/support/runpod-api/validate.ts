/** What RunPod refuses in a request body, each as a sentence of its `errors`; empty: it is taken. */

import type { Entry } from './samples.ts'

/** `UpdateSshKeysRequest.keys` of the specification. */
const KEY = /^(ssh|ecdsa|sk)-[^\s]+ [^\s]+([ \t][^\n\r]*)?$/
/** RunPod stores the keys as one text of at most this many characters. */
const MAX_STORED = 65_000

const TEXT = 'string'
const CONTAINER = {
  args: TEXT,
  disk: 'number',
  env: 'map',
  image: TEXT,
  ports: 'texts',
  registry: TEXT,
} as const
const POD = {
  ...CONTAINER,
  name: TEXT,
  cloud: TEXT,
  cpu: 'object',
  dataCenterIds: 'texts',
  globalNetworking: 'boolean',
  gpu: 'object',
  mounts: 'object',
  startJupyter: 'boolean',
  startSsh: 'boolean',
  templateId: TEXT,
} as const
const TEMPLATE = {
  ...CONTAINER,
  name: TEXT,
  allowedCudaVersions: 'texts',
  category: TEXT,
  mounts: 'object',
  public: 'boolean',
  serverless: 'boolean',
  startJupyter: 'boolean',
  startSsh: 'boolean',
} as const

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'map' | 'texts'

export function keyErrors(body: unknown): readonly string[] {
  if (!isEntry(body)) return ['body: must be an object']
  const { keys, ...others } = body
  const extra = Object.keys(others).map((name) => `${name}: unknown property`)
  if (!Array.isArray(keys)) return [...extra, 'keys: is required and must be an array']
  const wrong = keys.flatMap((key, index) =>
    typeof key === 'string' && KEY.test(key) ? [] : [`keys[${index}]: does not match the pattern`],
  )
  const isTooLong = wrong.length === 0 && keys.join('\n\n').length > MAX_STORED
  return [...extra, ...wrong, ...(isTooLong ? ['keys: longer than 65000 characters'] : [])]
}

export function podErrors(body: unknown): readonly string[] {
  if (!isEntry(body)) return ['body: must be an object']
  const errors = [...fieldErrors(body, POD)]
  if (body.templateId === undefined && body.image === undefined) errors.push('image: is required')
  if (isEntry(body.gpu)) errors.push(...gpuErrors(body.gpu))
  if (isEntry(body.cpu) && typeof body.cpu.id !== 'string') errors.push('cpu.id: is required')
  if (body.cloud !== undefined && !['SECURE', 'COMMUNITY'].includes(String(body.cloud))) {
    errors.push('cloud: must be SECURE or COMMUNITY')
  }
  return errors
}

/** A cross-field rule: RunPod answers 400, not 422. */
export function podConflict(body: Entry): string | null {
  return (body.gpu === undefined) === (body.cpu === undefined)
    ? 'exactly one of gpu and cpu is required'
    : null
}

export function templateErrors(body: unknown): readonly string[] {
  if (!isEntry(body)) return ['body: must be an object']
  const missing = body.image === undefined ? ['image: is required'] : []
  return [...fieldErrors(body, TEMPLATE), ...missing]
}

function gpuErrors(gpu: Entry): readonly string[] {
  const known = ['id', 'count', 'allowedCudaVersions', 'minCudaVersion']
  const extra = Object.keys(gpu).filter((name) => !known.includes(name))
  const errors = extra.map((name) => `gpu.${name}: unknown property`)
  if (typeof gpu.id !== 'string') errors.push('gpu.id: is required')
  if (gpu.count !== undefined && !(Number.isInteger(gpu.count) && Number(gpu.count) >= 1)) {
    errors.push('gpu.count: must be an integer of at least 1')
  }
  return errors
}

function fieldErrors(body: Entry, fields: { readonly [name: string]: Kind }): readonly string[] {
  const errors = Object.entries(body).flatMap(([name, value]) => {
    const kind = fields[name]
    if (kind === undefined) return [`${name}: unknown property`]
    return isKind(value, kind) ? [] : [`${name}: must be of type ${kind}`]
  })
  return typeof body.name === 'string' && body.name !== ''
    ? errors
    : [...errors, 'name: is required']
}

function isKind(value: unknown, kind: Kind): boolean {
  if (kind === 'object') return isEntry(value)
  if (kind === 'map') {
    return isEntry(value) && Object.values(value).every((each) => typeof each === 'string')
  }
  if (kind === 'texts') {
    return Array.isArray(value) && value.every((each) => typeof each === 'string')
  }
  return typeof value === kind
}

export function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
