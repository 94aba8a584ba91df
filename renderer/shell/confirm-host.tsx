/** Shows the questions that the browser host asks before it changes or removes anything. */

import { type ReactNode, useEffect, useState } from 'react'
import { useBridge } from '../bridge/index.ts'
import type { Events } from '../contract.ts'
import { ConfirmDialog } from '../ui/dialog.tsx'

type Request = Events['confirm.requested']

export function ConfirmHost(): ReactNode {
  const bridge = useBridge()
  const [requests, setRequests] = useState<readonly Request[]>([])
  useEffect(
    () =>
      bridge.subscribe('confirm.requested', (request) =>
        setRequests((waiting) => [...waiting, request]),
      ),
    [bridge],
  )
  const [first] = requests
  if (first === undefined) return null
  const answer = (accept: boolean) => {
    setRequests((waiting) => waiting.filter(({ id }) => id !== first.id))
    void bridge.call('confirm.answer', { id: first.id, accept })
  }
  return (
    <ConfirmDialog
      key={first.id}
      title={first.prompt.title}
      detail={first.prompt.detail}
      action={first.prompt.action}
      onAnswer={answer}
    />
  )
}
