/** A box for the command that RunPod shows, with what was understood of it. */

import type { ReactNode, Ref } from 'react'
import { accessName, addressOf, usableTarget } from '../../../commands/target.ts'
import type { ParsedSshCommand, Target } from '../../../contract.ts'
import { useLiveCall } from '../../../hooks/use-live-call.ts'
import { Callout } from '../../../ui/callout.tsx'
import { TextArea } from '../../../ui/field.tsx'
import { ProblemList } from '../../../ui/problem-list.tsx'

export interface PastedCommand {
  /** Null until the newest text is understood without an error left in it. */
  readonly target: Target | null
  readonly parsed: ParsedSshCommand | null
  readonly failure: string | null
}

export function usePastedCommand(text: string): PastedCommand {
  const parsed = useLiveCall('sshCommand.parse', text.trim() === '' ? null : { text })
  return {
    target: parsed.pending ? null : usableTarget(parsed.value),
    parsed: parsed.value,
    failure: parsed.failure,
  }
}

export function PastedCommandBox(props: {
  readonly command: PastedCommand
  readonly text: string
  readonly onText: (text: string) => void
  readonly boxRef: Ref<HTMLTextAreaElement>
}): ReactNode {
  const { command, text, onText, boxRef } = props
  const understood = usableTarget(command.parsed)
  return (
    <>
      <TextArea
        label="What RunPod shows on the pod’s Connect tab"
        hint="The whole line. Any ssh command works, and addresses such as root@1.2.3.4:22001."
        value={text}
        onValue={onText}
        rows={2}
        placeholder="ssh root@213.173.108.12 -p 17445 -i ~/.ssh/id_ed25519"
        error={command.failure}
        controlRef={boxRef}
      />
      <div aria-live="polite">
        {command.parsed && understood && (
          <Callout
            tone={command.parsed.repaired ? 'warning' : 'success'}
            title={`Understood: ${addressOf(understood)}`}
          >
            <p>{`${accessName(understood)}.`}</p>
            <ProblemList problems={command.parsed.problems} />
          </Callout>
        )}
        {command.parsed && !understood && <ProblemList problems={command.parsed.problems} />}
      </div>
    </>
  )
}
