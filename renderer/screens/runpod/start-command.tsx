/** The start command that makes a custom template run an SSH server. */

import { type ReactNode, useState } from 'react'
import { useLiveCall } from '../../hooks/use-live-call.ts'
import { CodeCard } from '../../ui/code-card.tsx'
import { TextField } from '../../ui/field.tsx'
import { ProblemList } from '../../ui/problem-list.tsx'

export function StartCommand(): ReactNode {
  const [existing, setExisting] = useState('')
  const call = useLiveCall('runpod.startCommand', existing.trim() === '' ? {} : { existing })
  return (
    <>
      <TextField
        label="Start command your template has now (leave empty if there is none)"
        hint="It is put inside the new one, so that both run."
        value={existing}
        onValue={setExisting}
        error={call.failure}
        code
      />
      {call.value && (
        <>
          <ProblemList problems={call.value.problems} />
          <CodeCard what="Container start command" text={call.value.text} />
        </>
      )}
    </>
  )
}
