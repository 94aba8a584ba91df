/** What the services ask of RunPod, whichever API answers it. */

export interface RunpodApi {
  /** `GET /v2/account/ssh-keys`: one authorized_keys line per element, exactly as stored. */
  readAccountKeys(signal?: AbortSignal): Promise<readonly string[]>
  /**
   * `PUT /v2/account/ssh-keys`: replaces the whole set, and returns what RunPod stored. Never sent
   * twice by itself.
   *
   * @throws {AppError} `outcome-unknown` when no answer tells whether it took effect.
   */
  replaceAccountKeys(keys: readonly string[], signal?: AbortSignal): Promise<readonly string[]>
  /** `GET /v2/pods` */
  readPods(signal?: AbortSignal): Promise<ApiList<ApiPod>>
  /** `GET /v2/serverless` */
  readEndpoints(signal?: AbortSignal): Promise<ApiList<ApiEndpoint>>
  /** `GET /v2/serverless/{id}/workers` */
  readWorkers(endpointId: string, signal?: AbortSignal): Promise<ApiList<ApiWorker>>
  /**
   * User names for the proxy by worker id. From GraphQL, which RunPod retires in early 2027: API v2
   * does not tell them.
   */
  readWorkerUsers(signal?: AbortSignal): Promise<ReadonlyMap<string, string>>
}

export interface ApiList<T> {
  readonly items: readonly T[]
  /** Entries without an id, or that are none at all. */
  readonly unreadable: number
}

/** Null fields: RunPod said null or nothing, or something that it should not have said. */
export interface ApiPod {
  readonly id: string
  readonly name: string | null
  readonly status: string | null
  readonly image: string | null
  readonly ports: readonly string[] | null
  /** Only the variables that have to do with keys: others are the person's own, and may be secret. */
  readonly keyVariables: KeyVariables | null
  readonly gpu: { readonly id: string; readonly count: number } | null
  readonly cpu: { readonly id: string; readonly vcpuCount: number } | null
  readonly dataCenterId: string | null
  readonly cost: number | null
  readonly proxy: ApiAddress | null
  readonly direct: ApiAddress | null
  readonly createdAt: string | null
  readonly startedAt: string | null
  /** Names of fields that the specification promises and that were missing or of another kind. */
  readonly missing: readonly string[]
}

export interface KeyVariables {
  readonly PUBLIC_KEY?: string
  readonly SSH_PUBLIC_KEY?: string
  readonly RUNPOD_SSH_PUBLIC_KEY?: string
}

export interface ApiAddress {
  readonly user: string
  readonly host: string
  readonly port: number
}

export interface ApiEndpoint {
  readonly id: string
  readonly name: string | null
  readonly minWorkers: number | null
  readonly maxWorkers: number | null
}

export interface ApiWorker {
  readonly id: string
  readonly status: string | null
  readonly isStale: boolean | null
  readonly gpuCount: number | null
  readonly gpuTypeId: string | null
  readonly image: string | null
  readonly startedAt: string | null
}
