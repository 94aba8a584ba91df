/** The steps of installing a key over a password, as they are shown while they happen. */

import type { InstalledKey, InstallStep, InstallStepId } from '../../../contract.ts'
import type { Status } from '../../../ui/status-icon.tsx'

export interface StepView {
  readonly id: InstallStepId
  readonly status: Status
  readonly detail: string | null
}

export const STEP_NAMES: Readonly<Record<InstallStepId, string>> = {
  connect: 'Reach the pod and check its identity',
  'password-login': 'Log in with the password',
  'install-key': 'Put your key on the pod',
  'key-login': 'Log in with your key',
  'password-off': 'Turn password login off',
  'password-refused': 'Make sure that the password is refused',
}

const ORDER = Object.keys(STEP_NAMES) as readonly InstallStepId[]

/** As the service says of steps that an earlier failure kept away: the icon says as much. */
const NOT_REACHED = 'Not reached.'

const STATUS: Readonly<Record<InstallStep['state'], Status>> = {
  ok: 'done',
  failed: 'failed',
  skipped: 'skipped',
}

/**
 * While it runs, the step after the last that ended is the one that is running.
 *
 * @param asks a question about the host key is open, so that step has not failed
 */
export function stepViews(
  ended: readonly InstallStep[],
  isRunning: boolean,
  asks: boolean,
): readonly StepView[] {
  const next = ORDER.find((id) => !ended.some((step) => step.id === id))
  return ORDER.map((id) => {
    const step = ended.find((one) => one.id === id)
    if (step === undefined) {
      return { id, status: isRunning && id === next ? 'running' : 'open', detail: null }
    }
    const { state, detail } = step
    if (asks) return { id, status: state === 'failed' ? 'waiting' : 'open', detail: null }
    return { id, status: STATUS[state], detail: detail === NOT_REACHED ? null : detail }
  })
}

export function titleOf({ verdict, installed, problems, steps }: InstalledKey): string {
  if (verdict === 'ok') {
    return installed === 'already-there' ? 'Your key was there already' : 'Your key is on the pod'
  }
  const isIn = steps.some(({ id, state }) => id === 'key-login' && state === 'ok')
  return isIn ? 'Your key works, but something is left to do' : (problems[0]?.title ?? 'It failed')
}

/** The host key question ended it: an answer lets it go on. */
export function asksForHostKey({ problems, hostKey }: InstalledKey): boolean {
  return hostKey !== null && problems.some(({ code }) => code === 'host-key-new')
}
