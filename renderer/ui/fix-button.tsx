/** One way out of a problem, as a control: run it, copy it, open a page, or lead to a control. */

import { ExternalLink as ExternalIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiProblem, messageOf, unwrap, useBridge } from '../bridge/index.ts'
import type { AskFor, Fix } from '../contract.ts'
import { useOpenLink } from '../hooks/use-open-link.ts'
import { repairOf, useRepairs } from '../repairs/repairs-context.ts'
import { Button, type ButtonProps } from './button.tsx'
import { CodeCard } from './code-card.tsx'
import { useToast } from './toast.tsx'

export interface FixActions {
  /** Leads to the control that the fix names. */
  readonly onAsk: (ask: AskFor) => void
  /** A method ran: what it was for can be tried again. */
  readonly onDone?: () => void
}

export function FixButton(
  props: FixActions & { readonly fix: Fix; readonly variant?: ButtonProps['variant'] },
): ReactNode {
  const { fix, variant = 'secondary', onAsk, onDone } = props
  const openLink = useOpenLink()
  const runFix = useRunFix(onDone)
  const openRepair = useRepairs()
  const repair = repairOf(fix)
  // What it changes is shown first.
  if (repair !== null) {
    return (
      <Button variant={variant} onClick={() => openRepair(repair, onDone)}>
        {fix.label}
      </Button>
    )
  }
  switch (fix.kind) {
    case 'copy':
      return <CodeCard what={fix.label} text={fix.text} />
    case 'link':
      return (
        <Button variant={variant} icon={ExternalIcon} onClick={() => openLink(fix.link)}>
          {fix.label}
        </Button>
      )
    case 'ask':
      return (
        <Button variant={variant} onClick={() => onAsk(fix.ask)}>
          {fix.label}
        </Button>
      )
    case 'call':
      return (
        <Button variant={variant} onClick={() => runFix(fix)}>
          {fix.label}
        </Button>
      )
  }
}

function useRunFix(onDone: (() => void) | undefined) {
  const bridge = useBridge()
  const toast = useToast()
  return async (fix: Extract<Fix, { readonly kind: 'call' }>) => {
    try {
      // The host made these parameters for this method, and checks them again.
      unwrap(await bridge.call(fix.method, fix.params as never))
      toast('Done', fix.label)
      onDone?.()
    } catch (error) {
      // Saying no to the question that came first is an answer, not a failure.
      if (error instanceof ApiProblem && error.code === 'declined') return
      toast('That did not work', messageOf(error))
    }
  }
}
