/** Files with a password in them that the community's script leaves on a pod. */

import { Search } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { PasswordTrace, PasswordTracesParams } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Callout } from '../../../ui/callout.tsx'
import { Row } from '../../../ui/screen.tsx'
import styles from './password-access.module.css'

export function Traces(props: {
  /** What is asked, read when the button is pressed; null, with words, while something is missing. */
  readonly params: () => PasswordTracesParams | null
}): ReactNode {
  const [traces, setTraces] = useState<readonly PasswordTrace[] | null>(null)
  const [removed, setRemoved] = useState(0)
  const search = useAction('passwordAccess.findTraces')
  const removal = useAction('passwordAccess.removeTraces')
  const look = async () => {
    const params = props.params()
    if (params === null) return
    setTraces(null)
    setRemoved(0)
    const found = await search.start(params)
    setTraces(found?.traces ?? null)
  }
  // The host asks first.
  const remove = async (found: readonly PasswordTrace[]) => {
    const params = props.params()
    if (params === null) return
    const left = await removal.start({ ...params, paths: found.map(({ path }) => path) })
    if (left === null) return
    setRemoved(found.length - left.traces.length)
    setTraces(left.traces)
  }
  const failed = search.failed ?? removal.failed
  return (
    <section className={styles.step}>
      <h3>Left-over password files</h3>
      <p>
        The password script that many people use writes the password in clear text into three files
        below <code>/workspace</code>. On a network volume they outlive the pod. Keypilot can look
        for them with your key, on the pod chosen in step 2.
      </p>
      <Row>
        <Button icon={Search} busy={search.busy} onClick={() => void look()}>
          Look for left-over password files
        </Button>
      </Row>
      {failed && (
        <Callout tone="danger" title="The pod could not be asked" role="alert">
          <p>{failed.message}</p>
        </Callout>
      )}
      {traces && <Found traces={traces} removed={removed} busy={removal.busy} onRemove={remove} />}
    </section>
  )
}

function Found(props: {
  readonly traces: readonly PasswordTrace[]
  readonly removed: number
  readonly busy: boolean
  readonly onRemove: (traces: readonly PasswordTrace[]) => Promise<void>
}): ReactNode {
  const { traces, removed, busy, onRemove } = props
  if (traces.length === 0) {
    const title = removed > 0 ? 'The files are gone' : 'There are none'
    return (
      <Callout tone="success" title={title} role="status">
        <p>
          {removed > 0
            ? 'Keypilot looked again: none is left. The password itself still works where password login is on.'
            : 'None of the three files is on this pod.'}
        </p>
      </Callout>
    )
  }
  return (
    <>
      <Callout tone="warning" title="There is a password on the pod" role="status">
        <ul className={styles.found}>
          {traces.map(({ path, detail }) => (
            <li key={path}>
              <code>{path}</code>
              <p className={styles.detail}>{detail}</p>
            </li>
          ))}
        </ul>
      </Callout>
      <Row>
        <Button variant="danger" busy={busy} onClick={() => void onRemove(traces)}>
          {traces.length === 1 ? 'Remove the file…' : `Remove these ${traces.length} files…`}
        </Button>
      </Row>
    </>
  )
}
