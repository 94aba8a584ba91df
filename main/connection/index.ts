/** Connection tests: stages, diagnosis, one verdict. */

export { DEFAULT_LIMITS, type Limits } from './limits.ts'
export {
  type ConnectionService,
  type ConnectionServiceOptions,
  createConnectionService,
} from './service.ts'
