/** One command as the host writes it for the person's terminal, with what to know about it. */

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { unwrap, useBridge } from '../bridge/index.ts'
import type { RenderCommandParams } from '../contract.ts'
import type { ButtonProps } from '../ui/button.tsx'
import { CodeCard } from '../ui/code-card.tsx'
import { ProblemList } from '../ui/problem-list.tsx'
import { Failure, Loading } from '../ui/query-state.tsx'
import { useShell } from './use-shell.ts'

export function RenderedCommand(props: {
  /** What it is, e.g. "Upload command". */
  readonly what: string
  readonly params: Omit<RenderCommandParams, 'shell'>
  readonly copyLabel?: string
  readonly copyVariant?: ButtonProps['variant']
}): ReactNode {
  const { what, params, copyLabel = 'Copy', copyVariant = 'secondary' } = props
  const bridge = useBridge()
  const { shell } = useShell()
  const asked = { ...params, shell }
  const rendered = useQuery({
    queryKey: ['sshCommand.render', asked],
    queryFn: async () => unwrap(await bridge.call('sshCommand.render', asked)),
    // While somebody types a path, the card keeps its place.
    placeholderData: keepPreviousData,
  })
  return (
    <>
      {rendered.error && <Failure error={rendered.error} onRetry={() => void rendered.refetch()} />}
      {rendered.isPending && <Loading />}
      {rendered.data && (
        <>
          {rendered.data.text !== '' && (
            <CodeCard
              what={what}
              text={rendered.data.text}
              copyLabel={copyLabel}
              copyVariant={copyVariant}
            />
          )}
          <ProblemList problems={rendered.data.problems} />
        </>
      )}
    </>
  )
}
