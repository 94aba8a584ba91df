/** Which pods the list shows, and in which order. */

import type { RunpodPod } from '../../../contract.ts'
import { fold, wordsOf } from '../../../ui/list/find-by-typing.ts'
import { podName, stateOf } from './pod-words.ts'

export type PodFilter = 'all' | 'running' | 'starting' | 'stopped' | 'attention'

export interface PodView {
  readonly search: string
  readonly filter: PodFilter
}

export const START_VIEW: PodView = { search: '', filter: 'all' }

/** A row of the list: `name` is what typing finds. */
export interface PodItem {
  readonly name: string
  readonly pod: RunpodPod
}

const STARTING: readonly string[] = ['PROVISIONING', 'STARTING']

/** Whether a person should look at it: a problem, or a saved connection that leads nowhere now. */
export function needsAttention({ problems, saved }: RunpodPod): boolean {
  return (
    problems.some(({ severity }) => severity !== 'info') ||
    saved.some(({ moved }) => moved !== null)
  )
}

const FILTERS: Readonly<Record<PodFilter, (pod: RunpodPod) => boolean>> = {
  all: () => true,
  running: ({ status, waitingFor }) => status === 'RUNNING' && waitingFor === null,
  starting: ({ status, waitingFor }) => STARTING.includes(status) || waitingFor !== null,
  stopped: ({ status }) => status === 'EXITED',
  attention: needsAttention,
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** What can be used comes first, then what is coming up. */
function rank({ status, waitingFor }: RunpodPod): number {
  if (status === 'RUNNING') return waitingFor === null ? 0 : 1
  return STARTING.includes(status) ? 1 : 2
}

export function showPods(pods: readonly RunpodPod[], view: PodView): readonly PodItem[] {
  const words = wordsOf(view.search)
  return pods
    .filter((pod) => FILTERS[view.filter](pod) && matches(pod, words))
    .map((pod) => ({ name: podName(pod), pod }))
    .toSorted((a, b) => rank(a.pod) - rank(b.pod) || names.compare(a.name, b.name))
}

/** Every word stands somewhere: in the name, id, hardware, image, place, state or an address. */
function matches(pod: RunpodPod, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const { name, id, hardware, image, dataCenter, proxy, direct, saved } = pod
  const text = fold(
    [
      name,
      id,
      hardware,
      image,
      dataCenter,
      stateOf(pod).words,
      proxy?.command,
      direct?.command,
      ...saved.map((one) => one.name),
    ]
      .filter(Boolean)
      .join('\n'),
  )
  return words.every((word) => text.includes(word))
}

/** "3 of 12 pods", or "12 pods" when all are shown. */
export function countPods(shown: number, total: number): string {
  const all = `${total} ${total === 1 ? 'pod' : 'pods'}`
  return shown === total ? all : `${shown} of ${all}`
}
