/** Step 4: what RunPod shows, understood and fitted to the key and the terminal. */

import { type ReactNode, useRef, useState } from 'react'
import { CommandCard } from '../../commands/command-card.tsx'
import { addressOf, usableTarget } from '../../commands/target.ts'
import type { AskFor, ParsedSshCommand, Target } from '../../contract.ts'
import { useLiveCall } from '../../hooks/use-live-call.ts'
import { Callout } from '../../ui/callout.tsx'
import { TextArea } from '../../ui/field.tsx'
import { ProblemList } from '../../ui/problem-list.tsx'
import { AnswerCheckPanel, useAnswerCheck } from './answer-check.tsx'
import { ChoosePod } from './choose-pod.tsx'
import { STEP_OF_ASK } from './fix-steps.ts'
import type { StepBodyProps } from './step-body.ts'

export function CommandStep(props: StepBodyProps): ReactNode {
  const { setup } = props
  const [text, setText] = useState(setup.state.command)
  const box = useRef<HTMLTextAreaElement>(null)
  const parsed = useLiveCall('sshCommand.parse', text.trim() === '' ? null : { text })
  const target = parsed.pending ? null : usableTarget(parsed.value)
  const check = useAnswerCheck(props)

  const start = () => void check.start(text, target)
  const onAsk = (ask: AskFor) => {
    const step = STEP_OF_ASK[ask]
    if (ask === 'test-again') start()
    else if (step === 'command' || step === undefined) box.current?.focus()
    else props.goTo(step, ask)
  }

  return (
    <>
      <ChoosePod onCommand={setText} />
      <TextArea
        label="What RunPod shows on the pod’s Connect tab"
        hint="The whole line below “SSH over exposed TCP” or “SSH”. A port mapping such as 1.2.3.4:22001 → :22 works too."
        value={text}
        onValue={setText}
        rows={2}
        placeholder="ssh root@213.173.108.12 -p 17445 -i ~/.ssh/id_ed25519"
        error={parsed.failure}
        controlRef={box}
      />
      <div aria-live="polite">{parsed.value && <Understood parsed={parsed.value} />}</div>
      {target && <CommandCard target={target} keyId={setup.key?.id ?? null} />}
      <AnswerCheckPanel check={check} ready={target !== null} onAsk={onAsk} onStart={start} />
    </>
  )
}

const KIND_WORDS: Readonly<Record<Target['kind'], string>> = {
  'runpod-proxy': 'It goes through RunPod’s proxy: a terminal, and no file copying.',
  'runpod-direct': 'It is SSH over exposed TCP: a terminal, file copying and editors.',
  generic: 'This is not one of RunPod’s usual addresses; it is used as it is.',
}

function Understood(props: { readonly parsed: ParsedSshCommand }): ReactNode {
  const { parsed } = props
  const target = usableTarget(parsed)
  const problems = <ProblemList problems={parsed.problems} />
  if (target === null) return problems
  return (
    <Callout
      tone={parsed.repaired ? 'warning' : 'success'}
      title={
        parsed.repaired
          ? `Understood after a correction: ${addressOf(target)}`
          : `Understood: ${addressOf(target)}`
      }
    >
      <p>{KIND_WORDS[target.kind]}</p>
      {problems}
    </Callout>
  )
}
