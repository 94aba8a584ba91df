/** A box for variables or a start command from elsewhere: names what does nothing, and repairs it. */

import { type ReactNode, useState } from 'react'
import { useLiveCall } from '../../../hooks/use-live-call.ts'
import { Callout } from '../../../ui/callout.tsx'
import { CodeCard } from '../../../ui/code-card.tsx'
import { TextArea } from '../../../ui/field.tsx'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { Card } from '../../../ui/screen.tsx'
import styles from './create.module.css'

export function CheckVariables(): ReactNode {
  const [text, setText] = useState('')
  const call = useLiveCall('runpod.checkVariables', text.trim() === '' ? null : { text })
  const answer = call.value
  return (
    <Card title="Check variables or a start command">
      <p>
        Many guides use variables that no longer do anything, such as{' '}
        <code>RUNPOD_SSH_PUBLIC_KEY</code>. Paste what you have; it is looked at on this computer
        and sent nowhere.
      </p>
      <TextArea
        label="Variables, start command or request"
        value={text}
        onValue={setText}
        rows={4}
        placeholder="RUNPOD_SSH_PUBLIC_KEY=ssh-ed25519 AAAA…"
        error={call.failure}
      />
      <div aria-live="polite" className={styles.form}>
        {answer && answer.problems.length === 0 && (
          <Callout tone="success" title="Nothing wrong was found">
            <p>It can be used as it is.</p>
          </Callout>
        )}
        {answer && <ProblemList problems={answer.problems} />}
        {answer && answer.repaired !== text && (
          <CodeCard what="Repaired text" text={answer.repaired} copyVariant="primary" />
        )}
      </div>
    </Card>
  )
}
