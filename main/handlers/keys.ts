/** Keys, their backups and the agent: `keys.*`, `publicKeys.*`, `backups.*`, `agent.*`. */

import type { Handlers } from '../contract/dispatch.ts'
import type { Services } from '../services.ts'
import type { Part } from './part.ts'

type KeyMethod = Extract<keyof Handlers, `keys.${string}`>

export function keyHandlers(services: Services): Part<KeyMethod> {
  return {
    'keys.list': async () => (await services.keys()).list(),
    'keys.suggest': async () => (await services.keys()).suggest(),
    'keys.generate': async (params, context) => (await services.keys()).generate(params, context),
    'keys.export': async (params) => (await services.keys()).export(params),
    'keys.randomart': async (params) => (await services.keys()).randomart(params),
    'keys.inspectImport': async (params, context) =>
      (await services.keys()).inspectImport(params, context),
    'keys.import': async (params, context) => (await services.keys()).import(params, context),
    'keys.setComment': async (params, context) =>
      (await services.keys()).setComment(params, context),
    'keys.setPassphrase': async (params, context) =>
      (await services.keys()).setPassphrase(params, context),
    'keys.planRename': async (params) => (await services.keys()).planRename(params),
    'keys.rename': async (params, context) => (await services.keys()).rename(params, context),
    'keys.planRemove': async (params) => (await services.keys()).planRemove(params),
    'keys.remove': async (params, context) => (await services.keys()).remove(params, context),
    'keys.planRepair': async (params) => (await services.keys()).planRepair(params),
    'keys.repair': async (params, context) => (await services.keys()).repair(params, context),
  }
}

export function publicKeyHandlers(): Part<'publicKeys.check'> {
  return {
    'publicKeys.check': async (params) => {
      const { checkPublicKeys } = await import('../public-keys/index.ts')
      return checkPublicKeys(params)
    },
  }
}

export function backupHandlers(
  services: Services,
): Part<'backups.list' | 'backups.restore' | 'backups.delete'> {
  return {
    'backups.list': async () => (await services.backups()).list(),
    'backups.restore': async ({ id }, context) => (await services.backups()).restore(id, context),
    'backups.delete': async ({ id }, context) => (await services.backups()).delete(id, context),
  }
}

export function agentHandlers(
  services: Services,
): Part<'agent.list' | 'agent.add' | 'agent.remove'> {
  return {
    'agent.list': async () => (await services.agent()).list(),
    'agent.add': async (params, context) => (await services.agent()).add(params, context),
    'agent.remove': async (params) => (await services.agent()).remove(params),
  }
}
