/** Why there is no worker to log in to, and what could not be read. */

import type { Problem, RunpodEndpoint } from '../../contract/methods.ts'

interface EndpointFacts extends Pick<RunpodEndpoint, 'activeWorkers' | 'maxWorkers' | 'workers'> {
  readonly unreadable: number
  /** Why the workers could not be read; null when they were. */
  readonly failure: string | null
}

export function endpointProblems(facts: EndpointFacts): readonly Problem[] {
  const { failure, unreadable } = facts
  if (failure !== null) {
    return [
      {
        code: 'workers-unreadable',
        severity: 'warning',
        title: 'The workers of this endpoint could not be read',
        detail: failure,
      },
    ]
  }
  return [...noneRuns(facts), ...(unreadable === 0 ? [] : [incompleteList(unreadable)])]
}

function noneRuns({ activeWorkers, maxWorkers, workers }: EndpointFacts): readonly Problem[] {
  if (workers.some(({ running }) => running)) return []
  if (maxWorkers === 0) {
    return [
      {
        code: 'no-workers-allowed',
        severity: 'info',
        title: 'This endpoint may start no workers',
        detail:
          'Its highest number of workers is 0, so there is nothing to log in to. Raise “Max workers” on RunPod’s website, and set “Active workers” to 1.',
      },
    ]
  }
  if (activeWorkers === 0) {
    return [
      {
        code: 'no-active-worker',
        severity: 'info',
        title: 'No worker runs now',
        detail:
          'Workers of this endpoint start with a request and end after it, and one can log in only while a worker runs. Set “Active workers” to 1 on RunPod’s website to keep one running; it costs money the whole time, so set it back to 0 afterwards.',
      },
    ]
  }
  return [
    {
      code: 'no-worker-runs',
      severity: 'info',
      title: 'No worker runs yet',
      detail: workers.some(({ status }) => status === 'THROTTLED')
        ? 'RunPod waits for a free machine. It can take a while; another GPU type or data center in the endpoint’s settings may be quicker.'
        : 'A worker is being started, which takes some minutes with a large image.',
    },
  ]
}

export function incompleteList(count: number): Problem {
  return {
    code: 'incomplete-list',
    severity: 'warning',
    title: 'The list is not complete',
    detail: `${count === 1 ? 'One entry is' : `${count} entries are`} missing here: Keypilot could not read ${count === 1 ? 'it' : 'them'}, or there are more than it asks RunPod about at once. RunPod’s website shows all.`,
  }
}

export function noAddresses(reason: string): Problem {
  return {
    code: 'no-worker-addresses',
    severity: 'warning',
    title: 'The addresses of the workers could not be read',
    detail: `${reason} Each worker’s SSH command is on RunPod’s website: open the endpoint, then the worker.`,
  }
}
