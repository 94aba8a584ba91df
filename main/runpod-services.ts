/** The services of the RunPod account, wired with the others. */

import { hostname } from 'node:os'
import type { CreateHelp, CreateHelpParams } from './contract/methods.ts'
import type { HostSecrets } from './host-actions.ts'
import type { AccountKeysService, ApiKeys, Pods, RunpodApi, Workers } from './runpod/index.ts'
import type { Services } from './services.ts'
import type { Log, Paths } from './storage/index.ts'

export interface RunpodServices {
  /** The API with the key that is in use. */
  readonly api: RunpodApi
  readonly apiKeys: ApiKeys
  readonly pods: Pods
  readonly workers: Workers
  readonly accountKeys: AccountKeysService
  createHelp(params: CreateHelpParams): Promise<CreateHelp>
}

export interface RunpodServicesOptions {
  readonly paths: Paths
  readonly log: Log
  readonly version: string
  readonly secrets: HostSecrets | undefined
  readonly services: Pick<Services, 'keys' | 'connections' | 'sshConfig' | 'configEditor'>
}

export async function makeRunpodServices(options: RunpodServicesOptions): Promise<RunpodServices> {
  const runpod = await import('./runpod/index.ts')
  const { paths, log, version, secrets, services } = options
  const { env } = process
  const apiWith = (apiKey: () => Promise<string | null>) =>
    runpod.createRunpodApi({ apiKey, version, env })
  const apiKeys = runpod.createApiKeys({ paths, log, env, secrets, apiWith })
  const api = apiWith(apiKeys.current)
  const local = { pairs: async () => (await services.keys()).listPublic(), hostName: hostname() }
  const accountKeys = runpod.createAccountKeysService({
    ...{ paths, log, api },
    ...local,
    apiKey: apiKeys.current,
  })
  const pods = runpod.createPods({
    api,
    publishedAt: accountKeys.publishedAt,
    keys: services.keys,
    connections: services.connections,
    sshConfig: services.sshConfig,
    configEditor: services.configEditor,
  })
  const accountKeyIds = async () => {
    const fact = await accountKeys.accountFact().catch(() => null)
    return fact?.publishedKeyIds ?? null
  }
  return {
    ...{ api, apiKeys, pods, accountKeys },
    workers: runpod.createWorkers({ api }),
    createHelp: (params) => runpod.createHelp({ ...local, accountKeyIds }, params),
  }
}
