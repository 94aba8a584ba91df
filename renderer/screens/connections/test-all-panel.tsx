/** Tests all connections, or those that failed, and says how far it is. */

import { PlugZap } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import type { SavedConnection } from '../../contract.ts'
import { useFallbackFocus } from '../../hooks/use-fallback-focus.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Row } from '../../ui/screen.tsx'
import { resultOf } from './connection-list-model.ts'
import { describeReport } from './connection-words.ts'
import styles from './connections.module.css'
import type { TestAll } from './use-test-all.ts'

export function TestAllPanel(props: {
  readonly connections: readonly SavedConnection[]
  readonly testAll: TestAll
}): ReactNode {
  const { connections, testAll } = props
  const main = useRef<HTMLButtonElement>(null)
  useFallbackFocus(main, testAll.running ? 'running' : testAll.report === null ? null : 'ended')
  const failed = connections.filter((one) => resultOf(one) === 'failed')
  return (
    <div className={styles.testAll}>
      <Row>
        <Button
          ref={main}
          size="small"
          icon={PlugZap}
          busy={testAll.running}
          onClick={() => void testAll.start(connections)}
        >
          {testAll.running ? 'Testing…' : 'Test all'}
        </Button>
        {!testAll.running && failed.length > 0 && (
          <Button size="small" onClick={() => void testAll.start(failed)}>
            {failed.length === 1
              ? 'Test the failed one again'
              : `Test the ${failed.length} failed ones again`}
          </Button>
        )}
        {testAll.running && (
          <Button variant="quiet" size="small" onClick={testAll.cancel}>
            Cancel
          </Button>
        )}
      </Row>
      {testAll.running && <Progress testAll={testAll} />}
      <p role="status" className={styles.remark}>
        {testAll.report && describeReport(testAll.report)}
      </p>
      {testAll.failure !== null && (
        <Callout tone="danger" title="The tests could not be run" role="alert">
          <p>{testAll.failure}</p>
        </Callout>
      )}
    </div>
  )
}

function Progress({ testAll }: { readonly testAll: TestAll }): ReactNode {
  const { ended, total, failed } = testAll
  return (
    <div className={styles.progress}>
      <progress value={ended} max={total} aria-label="Connections tested" />
      <span>
        {`${ended} of ${total} tested`}
        {failed > 0 && `, ${failed} did not get through`}
      </span>
    </div>
  )
}
