/** `permissions.*`. */

import type { Handlers } from '../contract/dispatch.ts'
import type { Services } from '../services.ts'
import type { Part } from './part.ts'

type PermissionMethod = Extract<keyof Handlers, `permissions.${string}`>

export function permissionHandlers(services: Services): Part<PermissionMethod> {
  return {
    'permissions.audit': async () => (await services.permissions()).audit(),
    'permissions.report': async () => (await services.permissions()).report(),
    'permissions.plan': async ({ findings }) => (await services.permissions()).plan(findings),
    'permissions.repair': async ({ plan }) => (await services.permissions()).repair(plan),
  }
}
