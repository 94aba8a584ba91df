/** Endpoints and workers in words. */

import type { RunpodEndpoint, RunpodWorker } from '../../../contract.ts'

/** `ep-1 · 1 of 3 workers runs · Active workers: 1, at most 3`. */
export function endpointLine({ id, workers, activeWorkers, maxWorkers }: RunpodEndpoint): string {
  const running = workers.filter((worker) => worker.running).length
  const numbers = [
    activeWorkers !== null && `Active workers: ${activeWorkers}`,
    maxWorkers !== null && `at most ${maxWorkers}`,
  ].filter(Boolean)
  const run =
    workers.length === 0
      ? 'no worker'
      : `${running} of ${workers.length} ${workers.length === 1 ? 'worker' : 'workers'} running`
  return [id, run, numbers.join(', ')].filter(Boolean).join(' · ')
}

/** RunPod’s own word for the state, so that it can be found on its page, and the hardware. */
export function workerLine({ status, running, hardware, image }: RunpodWorker): string {
  const state = running ? 'Running' : status.toLowerCase() || 'not running'
  return [state, hardware, image].filter(Boolean).join(' · ')
}
