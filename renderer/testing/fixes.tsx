/** The ways out of a failed test, as buttons and lines to copy. */

import type { ReactNode } from 'react'
import type { AskFor, Fix } from '../contract.ts'
import { Button } from '../ui/button.tsx'
import { FixButton } from '../ui/fix-button.tsx'
import { Row } from '../ui/screen.tsx'
import { groupFixes } from './group-fixes.ts'
import { switchOf, type TestSwitch } from './switch-of.ts'

export function Fixes(props: {
  readonly fixes: readonly Fix[]
  /** The host key panel has its own button. */
  readonly asksHostKey: boolean
  readonly onAsk: (ask: AskFor) => void
  readonly onFixed: () => void
  readonly onSwitch?: (change: TestSwitch) => void
}): ReactNode {
  const { fixes, asksHostKey, onAsk, onFixed, onSwitch } = props
  // "Test again" is the step's own big button, and accepting a host key stands below its fingerprint.
  const shown = fixes.filter(
    (fix) =>
      !(fix.kind === 'ask' && fix.ask === 'test-again') && !(asksHostKey && acceptsHostKey(fix)),
  )
  return groupFixes(shown).map((group) =>
    group.kind === 'line' ? (
      <FixButton key={group.fix.label} fix={group.fix} onAsk={onAsk} />
    ) : (
      <Row key={group.fixes.map(({ label }) => label).join()}>
        {group.fixes.map((fix) => {
          const change = onSwitch === undefined ? null : switchOf(fix)
          return change === null ? (
            <FixButton key={fix.label} fix={fix} onAsk={onAsk} onDone={onFixed} />
          ) : (
            <Button key={fix.label} onClick={() => onSwitch?.(change)}>
              {fix.label}
            </Button>
          )
        })}
      </Row>
    ),
  )
}

function acceptsHostKey(fix: Fix): boolean {
  return fix.kind === 'call'
    ? fix.method === 'knownHosts.accept'
    : fix.kind === 'ask' && fix.ask === 'accept-host-key'
}
