/** The body of `POST /v2/pods` and `POST /v2/templates` (RunPod API v2). */

import type { CreateHelpParams } from '../../contract/methods.ts'

export interface CreateRequest {
  readonly name: string
  readonly image: string
  readonly gpu?: { readonly id: string; readonly count: number }
  /** GB of the container's disk. */
  readonly disk: number
  readonly ports: readonly string[]
  readonly startSsh: true
  readonly env?: { readonly [name: string]: string }
  /** What the console calls the container start command. */
  readonly args?: string
}

/** Examples of RunPod's own specification, to be replaced by the person. */
const EXAMPLE_IMAGE = 'runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404'
const EXAMPLE_GPU = 'NVIDIA GeForce RTX 4090'
const DISK_GB = 50
/** Without it there is no direct access, whatever else is set. */
export const SSH_PORT = '22/tcp'

export function createRequest(
  params: CreateHelpParams,
  { publicKey, startCommand }: { publicKey: string | null; startCommand: string | null },
): CreateRequest {
  const isPod = params.what === 'pod'
  return {
    name: params.name ?? (isPod ? 'my-pod' : 'my-template'),
    image: params.image ?? EXAMPLE_IMAGE,
    ...(isPod ? { gpu: { id: params.gpu ?? EXAMPLE_GPU, count: 1 } } : {}),
    disk: DISK_GB,
    ports: [SSH_PORT],
    startSsh: true,
    ...(publicKey === null ? {} : { env: { PUBLIC_KEY: publicKey } }),
    ...(startCommand === null ? {} : { args: startCommand }),
  }
}
