/** A single test of a place, and what the saved connections learn from it. */

import type { ConnectionService } from '../connection/index.ts'
import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type {
  SavedConnection,
  SetupState,
  Target,
  TestConnectionParams,
  TestReport,
} from '../contract/methods.ts'
import { parseSshCommand } from '../ssh-command/index.ts'
import type { Log } from '../storage/index.ts'
import { upsert, type Wanted } from './merge.ts'
import { keepResults, resultOf } from './results.ts'
import { isSameTarget } from './same-place.ts'
import { rememberAnswer, rememberTest, type SetupPlace } from './setup-result.ts'
import type { ConnectionStore } from './store.ts'

export interface TestDeps {
  readonly store: ConnectionStore
  readonly log: Log
  readonly connection: () => Promise<Pick<ConnectionService, 'test'>>
  find(id: string): Promise<SavedConnection>
  readonly setup: SetupMemory
}

/** What Setup remembers between runs. */
export interface SetupMemory {
  read(): Promise<SetupState | null>
  keep(change: Partial<SetupState>): Promise<void>
}

type Context = Pick<CallContext, 'signal' | 'progress'>

export function createTests(deps: TestDeps) {
  return {
    async test(params: TestConnectionParams, context: Context): Promise<TestReport> {
      const { connectionId, ...rest } = params
      const service = await deps.connection()
      if (connectionId === undefined) {
        // As it is now: the person may go on in Setup while the test runs.
        const place = await setupPlace(deps)
        const report = await service.test(rest, context)
        const isOfSetup = isOfPlace(report, place)
        if (isOfSetup) await noting(deps, () => tellSetup(report, rest, place, deps))
        if (rest.until === undefined) await noting(deps, () => learn(report, rest, isOfSetup, deps))
        return report
      }
      const { target, keyId } = await deps.find(connectionId)
      // A key that the caller names comes before the one that was saved.
      const isNamed = rest.keyId !== undefined || rest.identityFile !== undefined
      const key = isNamed || keyId === null ? {} : { keyId }
      const report = await service.test({ ...rest, target, ...key }, context)
      if (rest.until === undefined) await noting(deps, () => keep(connectionId, report, deps))
      return report
    },
  }
}

/** The verdict is worth more than its note: where that cannot be written, the log says so. */
async function noting({ log }: TestDeps, note: () => Promise<void>): Promise<void> {
  try {
    await note()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    log.warn('result-not-kept', { reason: error.code })
  }
}

/** Only what was asked of Setup's place with Setup's key: another key would prove another thing. */
async function tellSetup(
  report: TestReport,
  { keyId, until }: TestConnectionParams,
  place: SetupPlace,
  { setup }: TestDeps,
): Promise<void> {
  if (until === 'banner') await setup.keep(rememberAnswer(report, place))
  else if (until === undefined && keyId !== undefined && keyId === place.keyId) {
    await setup.keep(rememberTest(report, place))
  }
}

async function learn(
  report: TestReport,
  { keyId }: TestConnectionParams,
  isOfSetup: boolean,
  deps: TestDeps,
): Promise<void> {
  const { target } = report
  if (target === null) return
  // Setup's connection is one of the saved ones from its first test on.
  const saved = isOfSetup
    ? await deps.store.change((all) =>
        upsert(all, wanted(target, report, keyId), report.finishedAt),
      )
    : (await deps.store.read()).find((each) => isSameTarget(each.target, target))
  if (saved !== undefined) await keep(saved.id, report, deps)
}

/** A key that the server has just accepted is the right one; another is better than none. */
function wanted(target: Target, { verdict }: TestReport, keyId: string | undefined): Wanted {
  return { target, likelyKeyId: keyId, ...(verdict === 'ok' && keyId !== undefined && { keyId }) }
}

/** Where Setup's command leads; null when it leads nowhere yet. */
async function setupPlace({ setup }: TestDeps): Promise<SetupPlace | null> {
  const { command = '', keyId = null } = (await setup.read()) ?? {}
  const target = command === '' ? null : parseSshCommand(command).target
  return target === null ? null : { target, keyId }
}

function isOfPlace({ target }: TestReport, place: SetupPlace | null): place is SetupPlace {
  return place !== null && target !== null && isSameTarget(place.target, target)
}

function keep(id: string, report: TestReport, { store }: TestDeps): Promise<void> {
  return keepResults(store, new Map([[id, resultOf(report)]]), { isUse: true })
}
