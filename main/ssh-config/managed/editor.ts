/** The methods of `sshConfig.*` that change the config. */

import type { CallContext } from '../../contract/dispatch.ts'
import type { ConfigChange, ConfigPlan, UpsertHostParams } from '../../contract/methods.ts'
import { carryOut } from './carry-out.ts'
import type { EditorDeps } from './deps.ts'
import { draftFix } from './fix/draft-fix.ts'
import { draftRemove, draftUpsert } from './hosts.ts'

type Context = Pick<CallContext, 'confirm'>

/** Every method that changes something asks first, unless it gets the id of a plan that was shown. */
export interface ConfigEditor {
  /** @throws {AppError} see `draftUpsert` */
  planUpsert(params: UpsertHostParams): Promise<ConfigPlan>
  /** @throws {AppError} see `draftUpsert` and `carryOut` */
  upsertHost(
    params: UpsertHostParams & { readonly planId?: string },
    context: Context,
  ): Promise<ConfigChange>
  /** @throws {AppError} see `draftRemove` */
  planRemove(params: { readonly alias: string }): Promise<ConfigPlan>
  /** @throws {AppError} see `draftRemove` and `carryOut` */
  removeHost(
    params: { readonly alias: string; readonly planId?: string },
    context: Context,
  ): Promise<ConfigChange>
  /** @throws {AppError} see `draftFix` */
  planFix(params: { readonly finding: string }): Promise<ConfigPlan>
  /** @throws {AppError} see `draftFix` and `carryOut` */
  applyFix(
    params: { readonly finding: string; readonly planId?: string },
    context: Context,
  ): Promise<ConfigChange>
}

export function createConfigEditor(deps: EditorDeps): ConfigEditor {
  return {
    planUpsert: async (params) => (await draftUpsert(deps, params)).plan,
    upsertHost: ({ planId, ...params }, context) =>
      carryOut(deps, () => draftUpsert(deps, params), planId, context),
    planRemove: async ({ alias }) => (await draftRemove(deps, alias)).plan,
    removeHost: ({ alias, planId }, context) =>
      carryOut(deps, () => draftRemove(deps, alias), planId, context),
    planFix: async ({ finding }) => (await draftFix(deps, finding)).plan,
    applyFix: ({ finding, planId }, context) =>
      carryOut(deps, () => draftFix(deps, finding), planId, context),
  }
}
