/** The parts of the RunPod screen, as the address names them: `#/runpod/pods`, `#/runpod/pod:<id>`. */

import { hrefOf } from '../../shell/navigation.ts'

export const SECTIONS = [
  { id: 'account', title: 'Account' },
  { id: 'pods', title: 'Pods' },
  { id: 'workers', title: 'Workers' },
  { id: 'create', title: 'New pod' },
  { id: 'password', title: 'Password' },
  { id: 'guide', title: 'Guide' },
] as const

export type SectionId = (typeof SECTIONS)[number]['id']

export interface RunpodPlace {
  readonly section: SectionId
  /** The chosen pod; null for the list. */
  readonly podId: string | null
}

const POD = 'pod:'

/** @param item of the address; the account for anything unknown */
export function runpodPlaceOf(item: string | null): RunpodPlace {
  if (item?.startsWith(POD)) return { section: 'pods', podId: item.slice(POD.length) }
  const known = SECTIONS.find(({ id }) => id === item)
  return { section: known?.id ?? 'account', podId: null }
}

export function hrefOfSection(section: SectionId): string {
  return hrefOf('runpod', section)
}

export function hrefOfPod(podId: string): string {
  return hrefOf('runpod', `${POD}${podId}`)
}
