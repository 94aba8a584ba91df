/** The command for a key and the person's terminal. */

import type { ReactNode } from 'react'
import type { ShellName, Target } from '../contract.ts'
import type { ButtonProps } from '../ui/button.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { RenderedCommand } from './rendered-command.tsx'
import { useShell } from './use-shell.ts'

export function CommandCard(props: {
  readonly target: Target
  readonly keyId: string | null
  readonly copyVariant?: ButtonProps['variant']
}): ReactNode {
  const { target, keyId, copyVariant = 'secondary' } = props
  return (
    <>
      <ShellChoice />
      <RenderedCommand
        what="SSH command"
        params={{ target, purpose: 'ssh', ...(keyId !== null && { keyId }) }}
        copyLabel="Copy command"
        copyVariant={copyVariant}
      />
    </>
  )
}

export function ShellChoice(): ReactNode {
  const { shell, options, saveShell } = useShell()
  return (
    <Segmented<ShellName>
      legend="Your terminal"
      value={shell}
      options={options}
      onValue={saveShell}
    />
  )
}
