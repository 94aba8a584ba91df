/** Why nothing can be shown of the account: what happened, why, and what to do, for each reason. */

import { type ReactNode, useEffect, useState } from 'react'
import { ApiProblem, messageOf } from '../../bridge/index.ts'
import type { ErrorCode } from '../../contract.ts'
import { Button } from '../../ui/button.tsx'
import { Callout, type Tone } from '../../ui/callout.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Row } from '../../ui/screen.tsx'
import { hrefOfSection } from './places.ts'
import { retryAfterMsOf } from './use-runpod.ts'

interface Words {
  readonly tone: Tone
  readonly title: string
  /** What calms; the host's own message says why and what to do. */
  readonly calm?: string
}

const WORDS: { readonly [C in ErrorCode]?: Words } = {
  unauthorized: { tone: 'danger', title: 'RunPod does not accept the API key' },
  forbidden: { tone: 'warning', title: 'The API key may not do this' },
  'rate-limited': {
    tone: 'info',
    title: 'RunPod asks for a pause',
    calm: 'It counts the questions of every program that uses your account. Nothing is lost.',
  },
  offline: {
    tone: 'warning',
    title: 'RunPod cannot be reached',
    calm: 'The keys and connections of this computer work as before.',
  },
  timeout: { tone: 'warning', title: 'RunPod did not answer in time' },
  'service-error': {
    tone: 'warning',
    title: 'RunPod’s answer could not be understood',
    calm: 'Until it answers again, RunPod’s own pages show the commands to copy.',
  },
  'no-api-key': { tone: 'info', title: 'Keypilot has no API key' },
}

const OTHER: Words = { tone: 'danger', title: 'This could not be read' }

export interface RunpodFailureProps {
  readonly error: Error
  /** When the failure came, in ms since 1970: a wait is counted from there. */
  readonly atMs: number
  readonly busy: boolean
  readonly onRetry: () => void
  /** Something read earlier is still shown below. */
  readonly older?: boolean
}

export function RunpodFailure(props: RunpodFailureProps): ReactNode {
  const { error, atMs, busy, onRetry, older = false } = props
  const code = error instanceof ApiProblem ? error.code : null
  const { tone, title, calm } = (code && WORDS[code]) ?? OTHER
  const wait = retryAfterMsOf(error)
  const seconds = useSecondsUntil(wait === null ? null : atMs + wait)
  const lasting = code === 'unauthorized' || code === 'forbidden' || code === 'no-api-key'
  return (
    <Callout tone={tone} title={title} role={tone === 'danger' ? 'alert' : 'status'}>
      <p>{messageOf(error)}</p>
      {calm !== undefined && <p>{calm}</p>}
      {older && <p>Below is what RunPod said before.</p>}
      {seconds > 0 && (
        <p>
          Keypilot may ask again in <span role="timer">{describeWait(seconds)}</span>.
        </p>
      )}
      <Row>
        <Button busy={busy} disabled={seconds > 0} onClick={onRetry}>
          Try again
        </Button>
        {lasting && <LinkButton link="runpod-settings">Open RunPod settings</LinkButton>}
        {lasting && <a href={hrefOfSection('account')}>Go to the API key</a>}
      </Row>
    </Callout>
  )
}

/** `45 seconds`, `2 minutes`. */
export function describeWait(seconds: number): string {
  if (seconds >= 90) return `${Math.ceil(seconds / 60)} minutes`
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}

/** Whole seconds that are left; 0 when the time has come. */
function useSecondsUntil(untilMs: number | null): number {
  const [now, setNow] = useState(Date.now)
  const left = untilMs === null ? 0 : Math.max(0, Math.ceil((untilMs - now) / 1000))
  const waiting = left > 0
  useEffect(() => {
    if (!waiting || untilMs === null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [waiting, untilMs])
  return left
}
