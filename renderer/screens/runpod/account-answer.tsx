/** Frames what the account is asked: no API key, reading, failed, and when it was last read. */

import type { UseQueryResult } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useNow } from '../../hooks/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { formatAgo } from '../../ui/time.ts'
import styles from './account-answer.module.css'
import { hrefOfSection } from './places.ts'
import { RunpodFailure } from './runpod-failure.tsx'
import { useRunpodStatus } from './use-runpod.ts'

/** In place of what an API key would show. */
export function NeedsApiKey(props: { readonly what: string; readonly without: ReactNode }) {
  return (
    <Card tone="quiet" title={`${props.what} need an API key`}>
      <p>
        With an API key of RunPod, Keypilot reads them for you.{' '}
        <a href={hrefOfSection('account')}>Enter one on the Account page.</a>
      </p>
      <p>{props.without}</p>
    </Card>
  )
}

/** Shows its children once an API key is known, else what to do without one. */
export function WithApiKey(props: {
  readonly otherwise: ReactNode
  readonly children: ReactNode
}): ReactNode {
  const status = useRunpodStatus()
  if (status.error) return <Failure error={status.error} onRetry={() => void status.refetch()} />
  if (status.data === undefined) return <Loading />
  return status.data.source === null ? props.otherwise : props.children
}

/** The answer, what keeps it from coming, or both: what was read before stays useful. */
export function AccountAnswer<T>(props: {
  readonly query: UseQueryResult<T, Error>
  readonly children: (value: T) => ReactNode
}): ReactNode {
  const { query, children } = props
  return (
    <>
      {query.error && (
        <RunpodFailure
          error={query.error}
          atMs={query.errorUpdatedAt}
          busy={query.isFetching}
          onRetry={() => void query.refetch()}
          older={query.data !== undefined}
        />
      )}
      {query.isPending && <Loading />}
      {query.data !== undefined && children(query.data)}
    </>
  )
}

/** When it was read, and a button to read it now. */
export function LastRead(props: {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly query: Pick<UseQueryResult<unknown, Error>, 'isFetching' | 'refetch'>
  /** Whether it is read again by itself. */
  readonly follows?: boolean
}): ReactNode {
  const { at, query, follows = false } = props
  const now = useNow()
  return (
    <Row>
      <Button
        size="small"
        icon={RefreshCw}
        busy={query.isFetching}
        onClick={() => void query.refetch()}
      >
        Refresh
      </Button>
      <span className={styles.soft}>
        {`Read ${formatAgo(at, now)}${follows ? ', and again by itself' : ''}`}
      </span>
    </Row>
  )
}
