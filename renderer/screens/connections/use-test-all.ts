/** Tests many connections: where each one stands while it goes on, and what came of it. */

import { useState } from 'react'
import type { CallProgress, SavedConnection, TestAllReport } from '../../contract.ts'
import { useAction } from '../../hooks/use-action.ts'
import { useAnnounce } from '../../ui/announcer.tsx'
import type { LiveState } from './connection-words.ts'
import { useRefreshConnections } from './use-connections.ts'

export interface TestAll {
  readonly running: boolean
  /** Connections that have not ended yet, by id. */
  readonly live: ReadonlyMap<string, LiveState>
  readonly total: number
  readonly ended: number
  readonly failed: number
  /** Of the last run; null before one has ended. */
  readonly report: TestAllReport | null
  readonly failure: string | null
  readonly start: (connections: readonly SavedConnection[]) => Promise<void>
  readonly cancel: () => void
}

interface Course {
  readonly live: ReadonlyMap<string, LiveState>
  readonly total: number
  readonly failed: number
}

const NOTHING: Course = { live: new Map(), total: 0, failed: 0 }

export function useTestAll(): TestAll {
  const [course, setCourse] = useState(NOTHING)
  const [report, setReport] = useState<TestAllReport | null>(null)
  const announce = useAnnounce()
  const refresh = useRefreshConnections()
  const action = useAction('connections.testAll', (progress) =>
    setCourse((before) => follow(before, progress)),
  )
  const start = async (connections: readonly SavedConnection[]) => {
    if (connections.length === 0 || action.busy) return
    const ids = connections.map(({ id }) => id)
    setReport(null)
    setCourse({ live: new Map(ids.map((id) => [id, 'waiting'])), total: ids.length, failed: 0 })
    announce(`Testing ${ids.length} ${ids.length === 1 ? 'connection' : 'connections'}`)
    const done = await action.start({ ids })
    await refresh()
    setCourse(NOTHING)
    setReport(done)
  }
  return {
    running: action.busy,
    live: course.live,
    total: course.total,
    ended: course.total - course.live.size,
    failed: course.failed,
    report,
    failure: action.failed?.message ?? null,
    start,
    cancel: action.cancel,
  }
}

function follow(course: Course, progress: CallProgress['progress']): Course {
  if (progress.kind === 'test-started') {
    return { ...course, live: new Map(course.live).set(progress.id, 'running') }
  }
  if (progress.kind !== 'test-ended') return course
  const live = new Map(course.live)
  live.delete(progress.id)
  return { ...course, live, failed: course.failed + (progress.result.verdict === 'ok' ? 0 : 1) }
}
