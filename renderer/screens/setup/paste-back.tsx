/** The box for what now stands in RunPod's field: every line is judged while it is pasted. */

import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { messageOf } from '../../bridge/index.ts'
import type { AskFor, Problem, PublicKeysReport } from '../../contract.ts'
import { Appear } from '../../ui/appear.tsx'
import { Callout } from '../../ui/callout.tsx'
import { TextArea } from '../../ui/field.tsx'
import { FixButton } from '../../ui/fix-button.tsx'
import { PasteReport } from './paste-report.tsx'
import { usePasteBox } from './use-paste-box.ts'

export function PasteBack(props: {
  /** The key that is looked for. */
  readonly keyId: string | null
  readonly publicLine: string
  readonly onAsk: (ask: AskFor) => void
  /** Remembers each report that says something. */
  readonly onReport?: (report: PublicKeysReport) => Promise<void>
}): ReactNode {
  const { keyId, publicLine, onAsk, onReport } = props
  const box = usePasteBox(keyId)
  const { report } = box
  const saveFailure = useRemember(onReport, report)
  return (
    <>
      <TextArea
        key={box.generation}
        label="What is in RunPod’s SSH Public Keys field now"
        value={box.text}
        onValue={box.onText}
        rows={4}
        placeholder="ssh-ed25519 AAAA…"
        error={box.failure ?? saveFailure}
      />
      {box.stopped && <Stopped problem={box.stopped} onAsk={onAsk} />}
      {report && (
        <PasteReport report={report} publicLine={publicLine} keyId={keyId} onAsk={onAsk} />
      )}
    </>
  )
}

/** Returns why remembering failed, if it did. */
function useRemember(
  onReport: ((report: PublicKeysReport) => Promise<void>) | undefined,
  report: PublicKeysReport | null,
): string | null {
  const [failure, setFailure] = useState<string | null>(null)
  const save = useEffectEvent(async (settled: PublicKeysReport) => {
    try {
      await onReport?.(settled)
      setFailure(null)
    } catch (error) {
      setFailure(messageOf(error))
    }
  })
  useEffect(() => {
    if (report !== null && report.entries.length > 0) void save(report)
  }, [report])
  return failure
}

function Stopped(props: {
  readonly problem: Problem
  readonly onAsk: (ask: AskFor) => void
}): ReactNode {
  const { title, detail, fix } = props.problem
  return (
    <Appear>
      <Callout tone="danger" role="alert" title={title}>
        <p>{`The box was cleared. ${detail}`}</p>
        {fix && <FixButton fix={fix} onAsk={props.onAsk} />}
      </Callout>
    </Appear>
  )
}
