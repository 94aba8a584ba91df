/** Answers as RunPod's specification describes them; tests change single fields. */

export type Entry = { readonly [field: string]: unknown }

/** A serverless endpoint, its workers, and what the old API says of their machines. */
export interface EndpointEntry {
  readonly endpoint: Entry
  readonly workers: readonly Entry[]
  /** `podHostId` by worker id; workers that are not named here are unknown to the old API. */
  readonly hosts: { readonly [workerId: string]: string | null }
}

/** A pod that runs and can be reached both ways. */
export function podEntry(fields: Entry = {}): Entry {
  const id = typeof fields.id === 'string' ? fields.id : '7h9k2m4n6p'
  return {
    id,
    name: 'pytorch-training',
    image: 'runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404',
    args: '',
    disk: 50,
    ports: ['8888/http', '22/tcp'],
    env: { MODEL_NAME: 'llama-3' },
    registry: null,
    status: 'RUNNING',
    actions: ['stop', 'restart', 'terminate'],
    mounts: { persistent: { size: 20, path: '/workspace' } },
    gpu: { id: 'NVIDIA GeForce RTX 4090', count: 1 },
    cloud: 'SECURE',
    dataCenterId: 'US-KS-2',
    cudaVersion: '12.8',
    ssh: { proxy: proxyEntry(id), direct: directEntry('195.26.233.3', 34_446) },
    template: '9x4m2p7v',
    cost: 0.44,
    locked: false,
    globalNetworking: { enabled: false },
    runtime: {
      uptime: 3_600,
      ports: [{ private: 22, public: 34_446, type: 'tcp', ip: '195.26.233.3' }],
    },
    createdAt: '2026-06-01T12:00:00Z',
    startedAt: '2026-06-01T12:02:00Z',
    ...fields,
  }
}

/** `host` stands in for `ssh.runpod.io` where a test logs in through it. */
export function proxyEntry(id: string, host = 'ssh.runpod.io', port = 22): Entry {
  const username = `${id}-64411eb2`
  const command = `ssh ${username}@${host}${port === 22 ? '' : ` -p ${port}`}`
  return { host, port, username, command }
}

export function directEntry(host: string, port: number, username = 'root'): Entry {
  return { host, port, username, command: `ssh ${username}@${host} -p ${port}` }
}

export function endpointEntry(
  fields: Entry = {},
  part: Partial<EndpointEntry> = {},
): EndpointEntry {
  const endpoint = {
    id: '4m7x2k9q',
    name: 'image-generator',
    type: 'QUEUE',
    image: 'runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404',
    args: '',
    disk: 20,
    ports: ['8000/http'],
    env: { MODEL_NAME: 'sdxl' },
    registry: null,
    gpu: { pools: ['ADA_24'], count: 1, allowedCudaVersions: [], minCudaVersion: null },
    workers: { min: 1, max: 5, idleTimeout: 5 },
    scaling: { type: 'QUEUE_DELAY', queueDelay: 4 },
    dataCenterIds: ['US-KS-2'],
    networkVolumes: [],
    timeout: 300_000,
    flashboot: 'OFF',
    createdAt: '2026-06-01T12:00:00Z',
    ...fields,
  }
  const workers = part.workers ?? [workerEntry()]
  const ids = workers.flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
  const hosts = part.hosts ?? Object.fromEntries(ids.map((id) => [id, `${id}-64410bd8`]))
  return { endpoint, workers, hosts }
}

export function workerEntry(fields: Entry = {}): Entry {
  return {
    id: 'h01e202zhqq90o',
    status: 'RUNNING',
    isStale: false,
    version: 4,
    gpuCount: 1,
    image: 'runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404',
    uptimeSeconds: 3_600,
    gpuTypeId: 'NVIDIA GeForce RTX 4090',
    dataCenterId: 'US-KS-2',
    startedAt: '2026-06-01T12:05:00Z',
    ...fields,
  }
}

/** A pod as it is right after `POST /v2/pods`. */
export function createdPod(id: string, body: Entry): Entry {
  const { startSsh: _ssh, startJupyter: _jupyter, templateId, dataCenterIds, ...rest } = body
  return podEntry({
    ports: [],
    env: {},
    ...rest,
    ...(rest.cpu === undefined ? {} : { gpu: undefined }),
    id,
    globalNetworking: { enabled: body.globalNetworking === true },
    template: templateId ?? null,
    dataCenterId: Array.isArray(dataCenterIds) ? (dataCenterIds[0] ?? null) : null,
    status: 'PROVISIONING',
    actions: ['start', 'terminate'],
    ssh: { proxy: null, direct: null },
    runtime: {},
    createdAt: new Date().toISOString(),
    startedAt: null,
  })
}

export function createdTemplate(id: string, body: Entry): Entry {
  return {
    args: '',
    disk: 50,
    mounts: {},
    ports: [],
    env: {},
    registry: null,
    serverless: false,
    public: false,
    category: 'NVIDIA',
    startSsh: true,
    startJupyter: true,
    allowedCudaVersions: [],
    ...body,
    id,
  }
}
