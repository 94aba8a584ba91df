/** `sshConfig.*`. */

import type { Handlers } from '../contract/dispatch.ts'
import type { Services } from '../services.ts'
import type { Part } from './part.ts'

type ConfigMethod = Extract<keyof Handlers, `sshConfig.${string}`>

export function sshConfigHandlers(services: Services): Part<ConfigMethod> {
  return {
    'sshConfig.read': async () => (await services.sshConfig()).read(),
    'sshConfig.effective': async (params, context) =>
      (await services.sshConfig()).effective(params, context),
    'sshConfig.audit': async () => (await services.sshConfig()).audit(),
    'sshConfig.planUpsert': async (params) => (await services.configEditor()).planUpsert(params),
    'sshConfig.upsertHost': async (params, context) =>
      (await services.configEditor()).upsertHost(params, context),
    'sshConfig.planRemove': async (params) => (await services.configEditor()).planRemove(params),
    'sshConfig.removeHost': async (params, context) =>
      (await services.configEditor()).removeHost(params, context),
    'sshConfig.planFix': async (params) => (await services.configEditor()).planFix(params),
    'sshConfig.applyFix': async (params, context) =>
      (await services.configEditor()).applyFix(params, context),
  }
}
