/** The RunPod account: its API key, its pods and its serverless workers. */

import type { Problem } from './common.ts'
import type { Target } from './ssh-command.ts'

/** Where the API key in use comes from. */
export type ApiKeySource = 'environment' | 'stored' | 'this-run'

/** What can be said of the API key; the key itself is in no answer. */
export interface RunpodStatus {
  /** Null: none is known, and everything works by copy and paste. */
  readonly source: ApiKeySource | null
  /** Whether this computer can keep the key encrypted, and where not, why. */
  readonly storage: { readonly encrypted: boolean; readonly detail: string }
  /** Another program's file that holds an API key; read only when the person asks for it. */
  readonly offers: readonly { readonly from: 'runpodctl'; readonly path: string }[]
  /** For example that the stored key cannot be decrypted any more. */
  readonly problems?: readonly Problem[]
}

export type SetApiKeyParams =
  /** Exactly one of the two. It is checked with a read before it is kept. */
  { readonly apiKey?: string; readonly from?: 'runpodctl' }

/** What the API key may do, as far as reading tells. */
export interface ApiKeyCheck {
  readonly accountKeys: 'allowed' | 'refused'
  readonly pods: 'allowed' | 'refused'
  /** What is missing, and how to get it. Whether writing is allowed shows only when something is written. */
  readonly problems: readonly Problem[]
}

/** One of the two ways into a pod. */
export interface PodAccess {
  readonly target: Target
  /** The command as RunPod gives it, without `-i`. */
  readonly command: string
}

export type PodStatus =
  | 'PROVISIONING'
  | 'STARTING'
  | 'RUNNING'
  | 'EXITED'
  | 'ERROR'
  | 'TERMINATED'
  | (string & {})

export interface RunpodPod {
  readonly id: string
  readonly name: string
  readonly status: PodStatus
  /** `2 × NVIDIA RTX 4090`, `CPU (8 vCPU)`; null when RunPod does not say. */
  readonly hardware: string | null
  readonly image: string | null
  readonly dataCenter: string | null
  /** US dollars an hour. */
  readonly cost: number | null
  /** ISO 8601, UTC. */
  readonly createdAt: string | null
  readonly startedAt: string | null
  readonly proxy: PodAccess | null
  readonly direct: PodAccess | null
  /** Whether `22/tcp` is among its ports; without it `direct` never comes. */
  readonly exposesSsh: boolean
  /** What a starting pod still lacks; null when nothing more is to come. */
  readonly waitingFor: 'machine' | 'public-port' | null
  /** Keys it was created with, where `PUBLIC_KEY` is in its environment; null when that cannot be seen. */
  readonly createdWith: readonly PodKey[] | null
  /** For example that it is older than a key on the account, or that PUBLIC_KEY is `null`. */
  readonly problems: readonly Problem[]
  /** The saved connection of this pod. `moved`: what is saved is no longer where the pod is. */
  readonly saved: readonly PodConnection[]
}

export interface PodKey {
  /** `SHA256:…`; null when the line is no usable key. */
  readonly fingerprint: string | null
  readonly comment: string
  /** Id and name of the pair on this computer. */
  readonly keyId: string | null
  readonly keyName: string | null
}

export interface PodConnection {
  readonly connectionId: string
  readonly name: string
  readonly alias: string | null
  /** The address that RunPod names now, when the saved one differs; null when it is still right. */
  readonly moved: { readonly from: Target; readonly to: Target } | null
}

export interface RunpodPods {
  readonly pods: readonly RunpodPod[]
  /** ISO 8601, UTC. */
  readonly at: string
  /** When it makes sense to ask again, in ms: sooner while a pod is starting, later when RunPod says so. */
  readonly askAgainInMs: number
  /** For example that an entry of RunPod's answer could not be read. */
  readonly problems?: readonly Problem[]
}

export interface SavePodParams {
  readonly podId: string
  readonly access: 'proxy' | 'direct'
  readonly keyId?: string | null
}

export type WorkerStatus = string

export interface RunpodWorker {
  readonly id: string
  readonly status: WorkerStatus
  readonly running: boolean
  /** It runs an older version of the endpoint. */
  readonly stale: boolean
  readonly hardware: string | null
  readonly image: string | null
  readonly startedAt: string | null
  /** Through the proxy only. Null with `accessProblem` saying why. */
  readonly proxy: PodAccess | null
  readonly accessProblem: string | null
}

export interface RunpodEndpoint {
  readonly id: string
  readonly name: string
  /** Active workers: those that run without a request. Null when RunPod does not say. */
  readonly activeWorkers: number | null
  readonly maxWorkers: number | null
  /** Running ones first. */
  readonly workers: readonly RunpodWorker[]
  readonly problems: readonly Problem[]
}

export interface RunpodWorkers {
  readonly endpoints: readonly RunpodEndpoint[]
  readonly at: string
  readonly askAgainInMs: number
  /** For example that the workers' addresses could not be read. */
  readonly problems: readonly Problem[]
}
