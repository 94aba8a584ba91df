/** Opens a terminal window that logs in, and says why when it cannot. */

import { SquareTerminal } from 'lucide-react'
import type { ReactNode } from 'react'
import { messageOf } from '../bridge/index.ts'
import type { OpenTerminalParams } from '../contract.ts'
import { useApiMutation } from '../hooks/use-api.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Row } from '../ui/screen.tsx'

export function OpenTerminal(props: { readonly params: OpenTerminalParams }): ReactNode {
  const open = useApiMutation('terminal.open')
  return (
    <>
      <Row>
        <Button
          variant="primary"
          icon={SquareTerminal}
          busy={open.isPending}
          onClick={() => open.mutate(props.params)}
        >
          Open a terminal here
        </Button>
      </Row>
      {open.error && (
        <Callout tone="warning" title="The terminal could not be opened" role="alert">
          <p>{messageOf(open.error)}</p>
        </Callout>
      )}
    </>
  )
}
