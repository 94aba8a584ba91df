/** Pods and workers, printed for a person at a terminal. */

import type {
  RunpodEndpoint,
  RunpodPod,
  RunpodPods,
  RunpodWorker,
  RunpodWorkers,
} from '../../main/contract/methods.ts'
import type { CommandContext } from './command.ts'
import { type Style, tame, wrap } from './layout.ts'
import { printProblems } from './messages.ts'

export function printPods({ pods, problems = [] }: RunpodPods, context: CommandContext): void {
  if (pods.length === 0) context.line('There are no pods on this account.')
  pods.forEach((pod, index) => {
    if (index > 0) context.line()
    printPod(pod, context)
  })
  printProblems(problems, context)
}

function printPod(pod: RunpodPod, context: CommandContext): void {
  const { line, paint } = context
  const facts = [
    paint(styleOf(pod.status), tame(pod.status)),
    ...[pod.hardware, pod.dataCenter].flatMap((fact) => (fact === null ? [] : [tame(fact)])),
    ...(pod.cost === null ? [] : [`$${pod.cost.toFixed(2)} an hour`]),
  ]
  line(`${paint('bold', tame(pod.name))}  (${tame(pod.id)})`)
  line(`  ${facts.join(' · ')}`)
  if (pod.direct !== null) line(`  direct  ${paint('cyan', tame(pod.direct.command))}`)
  if (pod.proxy !== null) line(`  proxy   ${paint('cyan', tame(pod.proxy.command))}`)
  if (pod.waitingFor !== null) printText(WAITING[pod.waitingFor], context)
  for (const { name, moved } of pod.saved) {
    printText(
      moved === null
        ? `Saved as ${name}.`
        : `Saved as ${name}, which leads to the old address. To move it: keypilot runpod save ${pod.id}${moved.to.kind === 'runpod-proxy' ? ' --proxy' : ''}`,
      context,
    )
  }
  printProblems(pod.problems, context, '  ')
}

const WAITING = {
  machine: 'Waiting for a machine.',
  'public-port': 'Waiting for its public port, which comes one or two minutes after the start.',
} as const

export function printWorkers(
  { endpoints, problems }: RunpodWorkers,
  context: CommandContext,
): void {
  if (endpoints.length === 0) context.line('There are no serverless endpoints on this account.')
  endpoints.forEach((endpoint, index) => {
    if (index > 0) context.line()
    printEndpoint(endpoint, context)
  })
  printProblems(problems, context)
}

function printEndpoint(endpoint: RunpodEndpoint, context: CommandContext): void {
  const { name, id, activeWorkers, maxWorkers, workers, problems } = endpoint
  const { line, paint } = context
  line(`${paint('bold', tame(name))}  (${tame(id)})`)
  line(`  active workers ${activeWorkers ?? 'unknown'}, at most ${maxWorkers ?? 'unknown'}`)
  for (const worker of workers) printWorker(worker, context)
  printProblems(problems, context, '  ')
}

function printWorker(worker: RunpodWorker, context: CommandContext): void {
  const { line, paint } = context
  const facts = [
    tame(worker.id),
    paint(styleOf(worker.status), tame(worker.status)),
    ...(worker.hardware === null ? [] : [tame(worker.hardware)]),
    ...(worker.stale ? ['older version'] : []),
  ]
  line(`  ${facts.join(' · ')}`)
  if (worker.proxy !== null) line(`    ${paint('cyan', tame(worker.proxy.command))}`)
  if (worker.accessProblem !== null) {
    line(wrap(worker.accessProblem, context.terminal.width, '    '))
  }
}

function printText(text: string, context: CommandContext): void {
  context.line(wrap(text, context.terminal.width, '  '))
}

function styleOf(status: string): Style {
  if (status === 'RUNNING' || status === 'IDLE') return 'green'
  if (status === 'ERROR' || status === 'UNHEALTHY') return 'red'
  return ['PROVISIONING', 'STARTING', 'INITIALIZING', 'THROTTLED'].includes(status)
    ? 'yellow'
    : 'dim'
}
