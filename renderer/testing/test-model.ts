/** The stages of a running test, as they are shown. */

import type { StageId, StageProgress, TestStage } from '../contract.ts'

export interface StageView {
  readonly id: StageId
  readonly state: TestStage['state'] | 'pending' | 'running'
  readonly ms: number | null
  readonly detail: string | null
}

const FULL_PLAN: readonly StageId[] = [
  'local',
  'resolve',
  'tcp',
  'banner',
  'kex',
  'host-key',
  'auth',
  'session',
]
const BANNER_PLAN: readonly StageId[] = ['resolve', 'tcp', 'banner']

/** The stages a test will go through, before it has begun. */
export function plannedStages(until: 'banner' | undefined): readonly StageView[] {
  const plan = until === 'banner' ? BANNER_PLAN : FULL_PLAN
  return plan.map((id) => ({ id, state: 'pending', ms: null, detail: null }))
}

/** Stages that were not planned are added at the end. */
export function applyProgress(
  stages: readonly StageView[],
  progress: StageProgress,
): readonly StageView[] {
  const next: StageView =
    progress.kind === 'stage-started'
      ? { id: progress.stage, state: 'running', ms: null, detail: null }
      : progress.stage
  return stages.some(({ id }) => id === next.id)
    ? stages.map((stage) => (stage.id === next.id ? next : stage))
    : [...stages, next]
}

/** The stage that is running, in words for a live region; null between two. */
export function runningStage(stages: readonly StageView[]): string | null {
  const running = stages.find(({ state }) => state === 'running')
  return running === undefined ? null : STAGE_NAMES[running.id]
}

export const STAGE_NAMES: Readonly<Record<StageId, string>> = {
  local: 'Look at your key file',
  resolve: 'Find the server’s address',
  tcp: 'Reach the server',
  banner: 'Hear an SSH server answer',
  kex: 'Agree on encryption',
  'host-key': 'Check the server’s identity',
  auth: 'Log in with your key',
  session: 'Open a session',
  sftp: 'Try file transfer',
  client: 'Log in with your own ssh',
}
