/** A local stand-in for RunPod's servers: they cannot be had in a test. */

export type { Fault, FaultKind } from './faults.ts'
export {
  directEntry,
  type EndpointEntry,
  type Entry,
  endpointEntry,
  podEntry,
  proxyEntry,
  workerEntry,
} from './samples.ts'
export {
  type RecordedRequest,
  type RunpodApiOptions,
  type RunpodApiServer,
  startRunpodApi,
} from './server.ts'
export { readSpecification, type Specification, whyNoSpecification } from './specification.ts'
