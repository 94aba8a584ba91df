/** Keys that cannot be used, or soon will not be: a line each, leading to the key. */

import type { ReactNode } from 'react'
import type { KeyPair } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { goTo, hrefOf } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { isolated } from '../../ui/isolated.ts'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { addressOf } from '../keys/key-address.ts'
import { worstProblem } from '../keys/key-words.ts'
import styles from './health-screen.module.css'
import { Line } from './line.tsx'

const SHOWN = 8
/** These stand on the card of permissions. */
const OF_PERMISSIONS: ReadonlySet<string> = new Set(['permissions', 'unreadable-by-us'])

export function KeyHealth(): ReactNode {
  const keys = useApiQuery('keys.list', {})
  return (
    <Card title="Keys">
      {keys.isPending && <Loading />}
      {keys.error && <Failure error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data && <KeyLines keys={keys.data} />}
      <Row>
        <Button onClick={() => goTo('keys')}>Open Keys</Button>
      </Row>
    </Card>
  )
}

function KeyLines(props: { readonly keys: readonly KeyPair[] }): ReactNode {
  const { keys } = props
  const troubled = keys.flatMap((key) => {
    const problem = worstProblem(key.problems.filter(({ code }) => !OF_PERMISSIONS.has(code)))
    return problem === null || problem.severity === 'info' ? [] : [{ key, problem }]
  })
  if (keys.length === 0)
    return <p className={styles.detail}>There is no key on this computer yet.</p>
  return (
    <ul className={styles.list}>
      {troubled.length === 0 && (
        <Line
          status="done"
          title={keys.length === 1 ? 'Your key is whole' : `All ${keys.length} keys are whole`}
          detail={
            keys.length === 1
              ? 'ssh can read it, and its halves belong together as far as that can be told.'
              : 'ssh can read them, and their halves belong together as far as that can be told.'
          }
        />
      )}
      {troubled.slice(0, SHOWN).map(({ key, problem }) => (
        <Line
          key={`${key.id} ${key.privateKeyPath ?? key.publicKeyPath}`}
          status={problem.severity === 'error' ? 'failed' : 'warning'}
          title={
            <>
              <a href={hrefOf('keys', addressOf(key))}>{key.name}</a>: {isolated(problem.title)}
            </>
          }
          detail={problem.detail}
        />
      ))}
      {troubled.length > SHOWN && (
        <li className={styles.detail}>And {troubled.length - SHOWN} more, in Keys.</li>
      )}
    </ul>
  )
}
