/** Copies a text, and says so: the icon turns into a tick for two seconds, screen readers hear it. */

import { Check, Copy } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useAnnounce } from './announcer.tsx'
import { Button, type ButtonProps } from './button.tsx'
import { copyText } from './clipboard.ts'

const TICK_MS = 2_000

export interface CopyButtonProps {
  readonly text: string
  /** What is copied, e.g. "Public key": spoken as "Public key copied". */
  readonly what: string
  readonly label?: string
  readonly variant?: ButtonProps['variant']
  readonly onCopied?: () => void
}

export function CopyButton(props: CopyButtonProps): ReactNode {
  const { text, what, label = 'Copy', variant = 'secondary', onCopied } = props
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const announce = useAnnounce()
  useEffect(() => () => clearTimeout(timer.current), [])

  const copy = async () => {
    const copied = await copyText(text)
    setState(copied ? 'copied' : 'refused')
    announce(copied ? `${what} copied` : `${what} could not be copied. Select the text instead.`)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setState('idle'), TICK_MS)
    if (copied) onCopied?.()
  }

  return (
    <Button
      variant={variant}
      icon={state === 'copied' ? Check : Copy}
      onClick={copy}
      aria-label={label === 'Copy' && state === 'idle' ? `Copy: ${what}` : undefined}
    >
      {state === 'idle' ? label : state === 'copied' ? 'Copied' : 'Select it by hand'}
    </Button>
  )
}
