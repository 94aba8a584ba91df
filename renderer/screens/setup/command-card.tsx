/** The command for the chosen key and the person's terminal. */

import type { ReactNode } from 'react'
import type { ShellName, Target } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import type { ButtonProps } from '../../ui/button.tsx'
import { CodeCard } from '../../ui/code-card.tsx'
import { ProblemList } from '../../ui/problem-list.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SHELL_OPTIONS } from '../settings/shells.ts'
import type { Setup } from './use-setup.ts'

export function CommandCard(props: {
  readonly setup: Setup
  readonly target: Target
  readonly copyVariant?: ButtonProps['variant']
}): ReactNode {
  const { setup, target, copyVariant = 'secondary' } = props
  const rendered = useApiQuery('sshCommand.render', {
    target,
    shell: setup.shell,
    purpose: 'ssh',
    ...(setup.key !== null && { keyId: setup.key.id }),
  })
  return (
    <>
      <Segmented<ShellName>
        legend="Your terminal"
        value={setup.shell}
        options={SHELL_OPTIONS}
        onValue={setup.saveShell}
      />
      {rendered.error && <Failure error={rendered.error} onRetry={() => void rendered.refetch()} />}
      {rendered.isPending && <Loading />}
      {rendered.data && (
        <>
          <CodeCard
            what="SSH command"
            text={rendered.data.text}
            copyLabel="Copy command"
            copyVariant={copyVariant}
          />
          <ProblemList problems={rendered.data.problems} />
        </>
      )}
    </>
  )
}
