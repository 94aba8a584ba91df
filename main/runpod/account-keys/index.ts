/** The public keys of the RunPod account: judged, and changed without losing any. */

export type { AccountKeysFact } from './account-fact.ts'
export { publishableLine } from './publishable.ts'
export {
  type AccountKeysOptions,
  type AccountKeysService,
  createAccountKeysService,
} from './service.ts'
