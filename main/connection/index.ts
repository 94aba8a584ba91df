/** Connection tests: stages, diagnosis, one verdict. */

export { type ClientStageOptions, causeToldBy, createClientStage } from './client/index.ts'
export type { ClientStage, ClientStageInput, ClientStageResult } from './client-stage.ts'
export { asHelp, describeCauses } from './diagnosis/describe.ts'
export { createKeyFinder, type KeyFinder, type KeyFinderOptions } from './find-key/index.ts'
export { placeToAsk, type SavedConnectionLookup } from './find-key/place.ts'
export { DEFAULT_LIMITS, type Limits } from './limits.ts'
export type {
  AccountFact,
  EffectiveQuery,
  OutsideFacts,
  PodFact,
} from './outside-facts.ts'
export { formatAddress, printable } from './printable.ts'
export {
  type ConnectionService,
  type ConnectionServiceOptions,
  createConnectionService,
} from './service.ts'
export {
  createVisits,
  type PasswordAnswer,
  type RemoteShell,
  type UnlockedKey,
  type Visit,
  VisitFailure,
  type Visits,
} from './visit/index.ts'
