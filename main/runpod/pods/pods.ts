/** `runpod.pods` and `runpod.savePod`. */

import type { ConnectionsService } from '../../connections/index.ts'
import { AppError } from '../../contract/errors.ts'
import type {
  Problem,
  RunpodPod,
  RunpodPods,
  SavedConnection,
  SavePodParams,
  Target,
} from '../../contract/methods.ts'
import type { KeyService } from '../../keys/index.ts'
import { formatPublicKeyLine } from '../../public-keys/index.ts'
import { accessOf } from '../access.ts'
import type { ApiPod, RunpodApi } from '../api/types.ts'
import { gpus, shown } from '../shown.ts'
import { createdWith, type LocalKey } from './created-with.ts'
import { type Candidate, podProblems } from './problems.ts'
import { type SaveDeps, savePod } from './save.ts'
import { connectionsOf, savedOf } from './saved.ts'
import { askAgainInMs, exposesSsh, waitingFor } from './waiting.ts'

export interface Pods {
  /** @throws {AppError} `no-api-key`, and everything that reading from RunPod can end with */
  list(signal?: AbortSignal): Promise<RunpodPods>
  /** @throws {AppError} `not-found`, `invalid-value`, errors of writing */
  save(params: SavePodParams, signal?: AbortSignal): Promise<SavedConnection>
  /** Since when the pod behind a target runs, for a diagnosis. Null when RunPod does not know it. */
  startOf(target: Target): Promise<{ readonly startedAt: string } | null>
}

export interface PodsOptions extends Omit<SaveDeps, 'connections'> {
  readonly api: Pick<RunpodApi, 'readPods'>
  readonly keys: () => Promise<Pick<KeyService, 'listPublic'>>
  readonly connections: () => Promise<Pick<ConnectionsService, 'list' | 'save'>>
  /** When Keypilot put a key on the account: ISO 8601, UTC; null when it did not or does not know. */
  readonly publishedAt: (keyId: string) => Promise<string | null>
  /** ms since 1970. */
  readonly now?: () => number
}

/** After RunPod asked for a pause, the list is read less often for this long. */
const SLOWED_DOWN_MS = 300_000
/** A diagnosis takes a list that is not older than this. */
const FRESH_MS = 30_000
const DIAGNOSIS_MS = 5_000

export function createPods(options: PodsOptions): Pods {
  const { api, connections, now = Date.now } = options
  let limitedAt = Number.NEGATIVE_INFINITY
  let last: { readonly at: number; readonly pods: readonly RunpodPod[] } | null = null
  const list = async (signal?: AbortSignal): Promise<RunpodPods> => {
    const read = await api.readPods(signal).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'rate-limited') limitedAt = now()
      throw error
    })
    const around = await surroundings(options)
    const pods = await Promise.all(read.items.map((pod) => toPod(pod, around, options)))
    last = { at: now(), pods }
    return {
      pods,
      at: new Date(now()).toISOString(),
      askAgainInMs: askAgainInMs(pods, Math.abs(now() - limitedAt) < SLOWED_DOWN_MS),
      problems: read.unreadable === 0 ? [] : [unreadable(read.unreadable)],
    }
  }
  return {
    list,
    async save(params, signal) {
      const { pods } = await list(signal)
      const pod = pods.find(({ id }) => id === params.podId)
      if (pod === undefined) throw gone()
      return savePod({ ...options, connections: await connections() }, pod, params)
    },
    async startOf(target) {
      const isFresh = last !== null && Math.abs(now() - last.at) < FRESH_MS
      const pods = isFresh ? last?.pods : (await list(AbortSignal.timeout(DIAGNOSIS_MS))).pods
      const startedAt = pods?.find((pod) => leadsTo(pod, target))?.startedAt ?? null
      return startedAt === null ? null : { startedAt }
    },
  }
}

function leadsTo({ proxy, direct }: RunpodPod, { user, host, port }: Target): boolean {
  return [proxy, direct].some(
    (access) =>
      access !== null &&
      access.target.user === user &&
      access.target.host === host &&
      access.target.port === port,
  )
}

interface Surroundings {
  readonly local: readonly LocalKey[]
  readonly saved: readonly SavedConnection[]
  readonly published: ReadonlyMap<string, string>
}

async function surroundings(options: PodsOptions): Promise<Surroundings> {
  const pairs = await (await options.keys()).listPublic()
  const local = pairs.flatMap(({ pair, publicKey }) =>
    publicKey === null
      ? []
      : [
          {
            id: pair.id,
            name: pair.name,
            hasPrivate: pair.privateKeyPath !== null,
            line: formatPublicKeyLine({ ...publicKey, comment: pair.comment }),
          },
        ],
  )
  const published = new Map<string, string>()
  for (const { id } of local) {
    const at = await options.publishedAt(id).catch(() => null)
    if (at !== null) published.set(id, at)
  }
  const saved = await (await options.connections()).list()
  return { local, saved, published }
}

async function toPod(
  pod: ApiPod,
  around: Surroundings,
  { now = Date.now }: PodsOptions,
): Promise<RunpodPod> {
  const { id, image, dataCenterId, cost, createdAt, startedAt } = pod
  const access = {
    id,
    proxy: accessOf(pod.proxy, 'runpod-proxy'),
    direct: accessOf(pod.direct, 'runpod-direct'),
  }
  const keys = createdWith(pod.keyVariables, around.local)
  const candidates = candidatesOf(connectionsOf(access, around.saved), around)
  return {
    ...access,
    name: shown(pod.name) ?? id,
    status: shown(pod.status) ?? 'unknown',
    hardware: hardwareOf(pod),
    image: shown(image),
    dataCenter: shown(dataCenterId),
    ...{ cost, createdAt, startedAt },
    exposesSsh: exposesSsh(pod),
    waitingFor: waitingFor(pod, now()),
    createdWith: keys,
    problems: podProblems({ pod, createdWith: keys, candidates, now: now() }),
    saved: savedOf(access, around.saved),
  }
}

/**
 * The key that the person chose for the pod's direct address; without one, those that Keypilot put
 * on the account, and without these all that could log in from here.
 */
function candidatesOf(
  saved: readonly SavedConnection[],
  { local, published }: Surroundings,
): readonly Candidate[] {
  const usable = local
    .filter(({ hasPrivate }) => hasPrivate)
    .map((key) => ({ key, publishedAt: published.get(key.id) ?? null }))
  const direct = saved.filter(({ target }) => target.kind !== 'runpod-proxy')
  const chosen = usable.filter(({ key }) => direct.some(({ keyId }) => keyId === key.id))
  if (chosen.length > 0) return chosen
  const onAccount = usable.filter(({ publishedAt }) => publishedAt !== null)
  return onAccount.length > 0 ? onAccount : usable
}

function hardwareOf({ gpu, cpu }: ApiPod): string | null {
  if (gpu !== null) return gpus(gpu.id, gpu.count)
  return cpu === null ? null : `CPU (${cpu.vcpuCount} vCPU)`
}

function unreadable(count: number): Problem {
  return {
    code: 'unreadable-entries',
    severity: 'warning',
    title: count === 1 ? 'One pod could not be read' : `${count} pods could not be read`,
    detail:
      'RunPod’s answer holds entries that Keypilot does not understand, so the list is not complete. RunPod’s website shows all of them; a newer Keypilot may, too.',
  }
}

function gone(): AppError {
  return new AppError(
    'not-found',
    'RunPod does not list this pod any more. It may have been deleted, or moved to a new pod with another id. Look at the list again.',
  )
}
