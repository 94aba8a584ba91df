/** The RunPod account and password access: `runpod.*`, `passwordAccess.*`. */

import type { Handlers } from '../contract/dispatch.ts'
import type { Services } from '../services.ts'
import type { Part } from './part.ts'

type RunpodMethod = Exclude<Extract<keyof Handlers, `runpod.${string}`>, 'runpod.startCommand'>
type PasswordMethod = Extract<keyof Handlers, `passwordAccess.${string}`>

export function runpodHandlers(services: Services): Part<RunpodMethod> {
  return {
    'runpod.status': async () => (await services.runpod()).apiKeys.status(),
    'runpod.setApiKey': async (params, { signal }) =>
      (await services.runpod()).apiKeys.set(params, signal),
    'runpod.checkApiKey': async (_params, { signal }) =>
      (await services.runpod()).apiKeys.check(signal),
    'runpod.removeApiKey': async () => (await services.runpod()).apiKeys.remove(),
    'runpod.pods': async (_params, { signal }) => (await services.runpod()).pods.list(signal),
    'runpod.savePod': async (params, { signal }) =>
      (await services.runpod()).pods.save(params, signal),
    'runpod.workers': async (_params, { signal }) => (await services.runpod()).workers.list(signal),
    'runpod.accountKeys': async (_params, { signal }) =>
      (await services.runpod()).accountKeys.list(signal),
    'runpod.planKeys': async ({ change }, { signal }) =>
      (await services.runpod()).accountKeys.plan(change, signal),
    'runpod.applyKeys': async (params, context) =>
      (await services.runpod()).accountKeys.apply(params, context),
    'runpod.keyBackups': async () => (await services.runpod()).accountKeys.backups(),
    'runpod.createHelp': async (params) => (await services.runpod()).createHelp(params),
    'runpod.checkVariables': async (params) => {
      const { checkVariables } = await import('../runpod/index.ts')
      return checkVariables(params)
    },
  }
}

export function passwordAccessHandlers(services: Services): Part<PasswordMethod> {
  return {
    'passwordAccess.prepare': async (params) => (await services.passwordAccess()).prepare(params),
    'passwordAccess.installKey': async (params, context) =>
      (await services.passwordAccess()).installKey(params, context),
    'passwordAccess.findTraces': async (params, context) =>
      (await services.passwordAccess()).findTraces(params, context),
    'passwordAccess.removeTraces': async (params, context) =>
      (await services.passwordAccess()).removeTraces(params, context),
  }
}
