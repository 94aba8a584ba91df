/** Serverless endpoints and their workers: which run, and the way into them. */

import type { ReactNode } from 'react'
import type { RunpodEndpoint, RunpodWorker } from '../../../contract.ts'
import { CodeCard } from '../../../ui/code-card.tsx'
import { isolated } from '../../../ui/isolated.ts'
import { LinkButton } from '../../../ui/link-button.tsx'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { Card, Row } from '../../../ui/screen.tsx'
import { StatusIcon } from '../../../ui/status-icon.tsx'
import { MinutesCard } from '../../connections/first-minutes-card.tsx'
import { AccountAnswer, LastRead, NeedsApiKey, WithApiKey } from '../account-answer.tsx'
import { hrefOfSection } from '../places.ts'
import { useWorkers } from '../use-runpod.ts'
import { WORKER_MINUTES } from './worker-minutes.ts'
import { endpointLine, workerLine } from './worker-words.ts'
import styles from './workers.module.css'

export function WorkersSection(): ReactNode {
  return (
    <>
      <WithApiKey
        otherwise={
          <NeedsApiKey
            what="Workers"
            without={
              <>
                Without one, the <a href={hrefOfSection('guide')}>Guide</a> says where RunPod shows
                the command of a worker.
              </>
            }
          />
        }
      >
        <Workers />
      </WithApiKey>
      <MinutesCard
        level={2}
        title="What to do inside a worker"
        lead="Paste these after you have logged in. None of them changes anything."
        minutes={WORKER_MINUTES}
      />
    </>
  )
}

function Workers(): ReactNode {
  const query = useWorkers()
  return (
    <AccountAnswer query={query}>
      {({ endpoints, problems, at }) => (
        <>
          <LastRead at={at} query={query} follows />
          {problems.length > 0 && (
            <Card title="What to know">
              <ProblemList problems={problems} />
            </Card>
          )}
          {endpoints.length === 0 && <NoEndpoints />}
          {endpoints.map((endpoint) => (
            <Endpoint key={endpoint.id} endpoint={endpoint} />
          ))}
        </>
      )}
    </AccountAnswer>
  )
}

function NoEndpoints(): ReactNode {
  return (
    <Card tone="quiet" title="No serverless endpoint yet">
      <p>Your account has none. When you make one on RunPod’s website, its workers appear here.</p>
      <Row>
        <LinkButton link="runpod-serverless">Open RunPod’s endpoints</LinkButton>
      </Row>
    </Card>
  )
}

function Endpoint({ endpoint }: { readonly endpoint: RunpodEndpoint }): ReactNode {
  const { id, name, workers, problems } = endpoint
  const running = workers.some((worker) => worker.running)
  return (
    <Card title={name === '' ? id : name}>
      <p className={styles.soft}>{isolated(endpointLine(endpoint))}</p>
      <ProblemList problems={problems} />
      {!running && (
        <Row>
          <LinkButton link="runpod-serverless">Open RunPod’s endpoints</LinkButton>
        </Row>
      )}
      {workers.length > 0 && (
        <ul className={styles.list} aria-label={`Workers of ${name === '' ? id : name}`}>
          {workers.map((worker) => (
            <Worker key={worker.id} worker={worker} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Worker({ worker }: { readonly worker: RunpodWorker }): ReactNode {
  const { id, running, stale, proxy, accessProblem } = worker
  return (
    <li className={styles.worker}>
      <p className={styles.state}>
        <StatusIcon status={running ? 'done' : 'skipped'} />
        <span>
          <strong>{id}</strong>
          <span className={styles.soft}>{isolated(workerLine(worker))}</span>
        </span>
      </p>
      {stale && (
        <p className={styles.soft}>
          It still runs an older version of the endpoint. RunPod replaces it after its request.
        </p>
      )}
      {proxy && <CodeCard what={`Command for ${id}`} text={proxy.command} />}
      {running && accessProblem !== null && (
        <p className={styles.soft}>{isolated(accessProblem)}</p>
      )}
    </li>
  )
}
