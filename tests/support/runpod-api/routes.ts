/** The paths of RunPod's API that Keypilot uses, over a state that tests set. */

import { createdPod, createdTemplate, type EndpointEntry, type Entry } from './samples.ts'
import { isEntry, keyErrors, podConflict, podErrors, templateErrors } from './validate.ts'

export interface State {
  keys: readonly string[]
  pods: readonly Entry[]
  endpoints: readonly EndpointEntry[]
}

export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly type?: string
  readonly headers?: { readonly [name: string]: string }
}

const TITLES: { readonly [status: number]: string } = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  410: 'Gone',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}

export function problem(status: number, detail: string, errors?: readonly string[]): Answer {
  const title = TITLES[status] ?? 'Error'
  const body = { title, status, detail, ...(errors === undefined ? {} : { errors }) }
  return { status, body, type: 'application/problem+json' }
}

/** Carries the request out. Unknown query parameters are ignored, as RunPod does. */
export function answer(state: State, method: string, path: string, body: unknown): Answer {
  if (path === '/graphql') return graphql(state, method, body)
  if (path === '/v2/account/ssh-keys') return accountKeys(state, method, body)
  if (path === '/v2/pods') return pods(state, method, body)
  if (path === '/v2/templates' && method === 'POST') return createTemplate(body)
  if (path === '/v2/serverless') {
    return onlyGet(method, { endpoints: state.endpoints.map(({ endpoint }) => endpoint) })
  }
  const podId = /^\/v2\/pods\/([^/]+)$/.exec(path)?.[1]
  if (podId !== undefined)
    return found(
      method,
      state.pods.find(({ id }) => id === podId),
    )
  const endpointId = /^\/v2\/serverless\/([^/]+)\/workers$/.exec(path)?.[1]
  if (endpointId !== undefined) {
    const entry = state.endpoints.find(({ endpoint }) => endpoint.id === endpointId)
    return found(method, entry && workersAnswer(entry.workers))
  }
  return problem(404, 'resource not found')
}

function accountKeys(state: State, method: string, body: unknown): Answer {
  if (method === 'GET') return { status: 200, body: { keys: state.keys } }
  if (method !== 'PUT') return notAllowed('GET, PUT')
  const errors = keyErrors(body)
  if (errors.length > 0) return problem(422, 'Request validation failed.', errors)
  state.keys = (body as { keys: readonly string[] }).keys
  return { status: 200, body: { keys: state.keys } }
}

function pods(state: State, method: string, body: unknown): Answer {
  if (method === 'GET') return { status: 200, body: { pods: state.pods } }
  if (method !== 'POST') return notAllowed('GET, POST')
  const errors = podErrors(body)
  if (errors.length > 0) return problem(422, 'Request validation failed.', errors)
  const conflict = podConflict(body as Entry)
  if (conflict !== null) return problem(400, conflict)
  const { env, startSsh } = body as Entry
  const given = isEntry(env) ? env : {}
  // The key set as it is now: a pod never learns of later ones.
  const injected =
    startSsh === true && given.PUBLIC_KEY === undefined && state.keys.length > 0
      ? { PUBLIC_KEY: state.keys.join('\n') }
      : {}
  const pod = createdPod(`new${state.pods.length}pod00000`, {
    ...(body as Entry),
    env: { ...given, ...injected },
  })
  state.pods = [...state.pods, pod]
  return { status: 201, body: pod }
}

function createTemplate(body: unknown): Answer {
  const errors = templateErrors(body)
  if (errors.length > 0) return problem(422, 'Request validation failed.', errors)
  return { status: 201, body: createdTemplate('9x4m2p7v', body as Entry) }
}

function workersAnswer(workers: readonly Entry[]): Entry {
  const count = (status: string) => workers.filter((worker) => worker.status === status).length
  const summary = {
    running: count('RUNNING'),
    idle: count('IDLE'),
    initializing: count('INITIALIZING'),
    throttled: count('THROTTLED'),
    unhealthy: count('UNHEALTHY'),
    total: workers.length,
  }
  return { endpointVersion: 4, summary, workers }
}

/** The corner of the old API that names a worker's machine. */
function graphql(state: State, method: string, body: unknown): Answer {
  if (method !== 'POST') return notAllowed('POST')
  const query = isEntry(body) && typeof body.query === 'string' ? body.query : ''
  const known = new Set(['query', 'myself', 'endpoints', 'id', 'pods', 'machine', 'podHostId'])
  const unknown = (query.match(/[A-Za-z_]+/g) ?? []).find((word) => !known.has(word))
  if (query === '' || unknown !== undefined) {
    const message = `Cannot query field "${unknown ?? ''}" on type "User".`
    return { status: 400, body: { errors: [{ message }] } }
  }
  const endpoints = state.endpoints.map(({ endpoint, hosts }) => ({
    id: endpoint.id,
    pods: Object.entries(hosts).map(([id, podHostId]) => ({
      id,
      machine: podHostId === null ? null : { podHostId },
    })),
  }))
  return { status: 200, body: { data: { myself: { endpoints } } } }
}

function found(method: string, body: unknown): Answer {
  if (method !== 'GET') return notAllowed('GET')
  return body === undefined ? problem(404, 'resource not found') : { status: 200, body }
}

function onlyGet(method: string, body: unknown): Answer {
  return method === 'GET' ? { status: 200, body } : notAllowed('GET')
}

function notAllowed(allow: string): Answer {
  const detail = 'The requested method is not allowed for this path.'
  return { ...problem(405, detail), headers: { allow } }
}
