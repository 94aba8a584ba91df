/** A button that opens a page outside the app. */

import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import type { LinkId } from '../contract.ts'
import { useOpenLink } from '../hooks/use-open-link.ts'
import { Button, type ButtonProps } from './button.tsx'

export function LinkButton(props: {
  readonly link: LinkId
  readonly children: ReactNode
  readonly variant?: ButtonProps['variant']
}): ReactNode {
  const openLink = useOpenLink()
  return (
    <Button
      variant={props.variant ?? 'secondary'}
      icon={ExternalLink}
      onClick={() => openLink(props.link)}
    >
      {props.children}
    </Button>
  )
}
