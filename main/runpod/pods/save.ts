/** Saves a pod as a connection, and lets what was saved follow the pod. */

import type { ConnectionsService } from '../../connections/index.ts'
import { AppError } from '../../contract/errors.ts'
import type { RunpodPod, SavedConnection, SavePodParams, Target } from '../../contract/methods.ts'
import type { ConfigEditor, SshConfigService } from '../../ssh-config/index.ts'
import { savedAs } from './saved.ts'

export interface SaveDeps {
  readonly connections: Pick<ConnectionsService, 'list' | 'save'>
  readonly sshConfig: () => Promise<Pick<SshConfigService, 'read'>>
  readonly configEditor: () => Promise<Pick<ConfigEditor, 'planUpsert' | 'upsertHost'>>
}

/**
 * The person's click is the consent to move the entry of the ssh config, too, where Keypilot wrote
 * it; one that was written by hand stays, and the audit of the config tells of it.
 *
 * @throws {AppError} `not-found` when the pod has no such address; errors of both files. The config
 * goes first: when it cannot be written, nothing was changed.
 */
export async function savePod(
  deps: SaveDeps,
  pod: RunpodPod,
  { access, keyId }: SavePodParams,
): Promise<SavedConnection> {
  const target = pod[access]?.target
  if (target === undefined) throw noAddress(pod, access)
  const known = savedAs(pod, target, await deps.connections.list())
  if (known?.alias != null) await moveEntry(deps, known.alias, target)
  const name = access === 'proxy' ? `${pod.name} (proxy)` : pod.name
  // RunPod gives addresses to new pods: what was saved may be of another one, which had it before.
  const isOfAnother = known !== null && known.podId !== null && known.podId !== pod.id
  return deps.connections.save({
    ...(known === null ? {} : { id: known.id }),
    ...(known === null || isOfAnother ? { name } : {}),
    target,
    podId: pod.id,
    ...(keyId === undefined ? {} : { keyId }),
  })
}

async function moveEntry(deps: SaveDeps, alias: string, target: Target): Promise<void> {
  const { hosts } = await (await deps.sshConfig()).read()
  const entry = hosts.find((host) => host.alias === alias && host.managed)
  if (entry === undefined) return
  const { user, host: hostName, port } = target
  if (entry.hostName === hostName && entry.port === port && entry.user === user) return
  const editor = await deps.configEditor()
  const params = { alias, hostName, user, port }
  const { planId } = await editor.planUpsert(params)
  await editor.upsertHost({ ...params, planId }, { confirm: async () => false })
}

function noAddress(pod: RunpodPod, access: SavePodParams['access']): AppError {
  if (pod.waitingFor !== null) {
    return new AppError(
      'not-found',
      'The pod is still starting, and RunPod has not told this address yet. It usually takes one or two minutes; try again then.',
    )
  }
  return new AppError(
    'not-found',
    access === 'direct'
      ? `The pod “${pod.name}” has no direct address now: it does not run, or its port 22 is not exposed. Start it, or save the connection through the proxy.`
      : `The pod “${pod.name}” has no address on the proxy now. Start it, and try again.`,
  )
}
