/** What Keypilot knows about RunPod itself. */

export {
  type AccountKeysFact,
  type AccountKeysService,
  createAccountKeysService,
} from './account-keys/index.ts'
export type { CallerOptions, CallLimits } from './api/caller.ts'
export { createRunpodApi } from './api/runpod-api.ts'
export type { RunpodApi } from './api/types.ts'
export { type ApiKeys, type ApiKeysOptions, createApiKeys } from './api-key/api-keys.ts'
export { type CreateHelpDeps, createHelp } from './create/help.ts'
export { checkVariables } from './create/variables.ts'
export { createPods, type Pods, type PodsOptions } from './pods/pods.ts'
export { buildStartCommand } from './start-command.ts'
export { createWorkers, type Workers } from './workers/workers.ts'
