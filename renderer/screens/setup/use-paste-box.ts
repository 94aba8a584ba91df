/** The pasted text and its judgement. A secret leaves the box the moment it is recognised. */

import { useRef, useState } from 'react'
import { unwrap, useBridge } from '../../bridge/index.ts'
import type { Problem, PublicKeysReport } from '../../contract.ts'
import { useLiveCall } from '../../hooks/use-live-call.ts'
import { hardStop, looksLikePrivateKey } from './paste-model.ts'

export interface PasteBox {
  readonly text: string
  readonly onText: (text: string) => void
  /** Changes when the box was cleared: a new element has no undo history to bring a secret back. */
  readonly generation: number
  /** Why the box was cleared. */
  readonly stopped: Problem | null
  readonly failure: string | null
  readonly report: PublicKeysReport | null
}

export function usePasteBox(expectedKeyId: string | null): PasteBox {
  const [text, setText] = useState('')
  const [stopped, setStopped] = useState<Problem | null>(null)
  const [generation, setGeneration] = useState(0)
  const judgeSecret = useSecretJudge(setStopped)
  const expected = expectedKeyId === null ? {} : { expectedKeyId }
  const check = useLiveCall('publicKeys.check', text.trim() === '' ? null : { text, ...expected })
  const found = check.value === null ? null : hardStop(check.value)

  const stop = (problem: Problem | null) => {
    setText('')
    setStopped(problem)
    setGeneration((count) => count + 1)
  }
  if (found !== null && text !== '') stop(found)

  const onText = (value: string) => {
    const secret = looksLikePrivateKey(value)
    judgeSecret(secret ? value : null)
    if (secret) {
      stop(hardStop(null))
    } else {
      setStopped(null)
      setText(value)
    }
  }
  const report = found === null ? check.value : null
  return { text, onText, generation, stopped, failure: check.failure, report }
}

/** Has a private key judged once, for its exact message, and keeps it nowhere: not even in state. */
function useSecretJudge(
  onJudged: (problem: Problem | null) => void,
): (secret: string | null) => void {
  const bridge = useBridge()
  const newest = useRef(0)
  return (secret) => {
    newest.current += 1
    const mine = newest.current
    if (secret === null) return
    bridge
      .call('publicKeys.check', { text: secret })
      .then(unwrap)
      .then((report) => {
        if (mine === newest.current) onJudged(hardStop(report) ?? hardStop(null))
      })
      // The general message is on the screen already.
      .catch(() => {})
  }
}
