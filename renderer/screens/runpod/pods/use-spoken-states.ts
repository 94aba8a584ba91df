/** Says what became of pods while the list is read again by itself: that a port has come, for example. */

import { useEffect, useRef } from 'react'
import type { RunpodPod } from '../../../contract.ts'
import { useAnnounce } from '../../../ui/announcer.tsx'
import { podName, stateOf } from './pod-words.ts'

export function useSpokenStates(pods: readonly RunpodPod[]): void {
  const announce = useAnnounce()
  const before = useRef<ReadonlyMap<string, string> | null>(null)
  useEffect(() => {
    const now = new Map(pods.map((pod) => [pod.id, stateOf(pod).words]))
    const was = before.current
    before.current = now
    if (was === null) return
    const news = pods
      .filter(({ id }) => was.get(id) !== now.get(id))
      .map((pod) => `${podName(pod)}: ${now.get(pod.id)}`)
    if (news.length > 0) announce(news.join('. '))
  }, [pods, announce])
}
