/** The services wired together behind one dispatcher, and the settings that they share with the host. */

import { createDispatch, type Dispatch, type Handlers } from './contract/dispatch.ts'
import { schemas } from './contract/schemas.ts'
import {
  agentHandlers,
  backupHandlers,
  commandHandlers,
  connectionHandlers,
  helpHandlers,
  hostHandlers,
  keyHandlers,
  passwordAccessHandlers,
  permissionHandlers,
  programHandlers,
  publicKeyHandlers,
  runpodHandlers,
  sshConfigHandlers,
} from './handlers/index.ts'
import type { KeypilotOptions } from './host-actions.ts'
import { createServices } from './services.ts'
import { createSettingsStore, type Log, type Paths, type SettingsStore } from './storage/index.ts'

export interface Wired {
  readonly dispatch: Dispatch
  readonly settings: SettingsStore
}

export function wire(
  options: KeypilotOptions & { readonly paths: Paths; readonly log: Log },
): Wired {
  const { paths, log } = options
  const settings = createSettingsStore(paths)
  const services = createServices({ ...options, settings })
  const handlers: Handlers = {
    ...keyHandlers(services),
    ...publicKeyHandlers(),
    ...backupHandlers(services),
    ...agentHandlers(services),
    ...permissionHandlers(services),
    ...commandHandlers(services, paths),
    ...connectionHandlers(services),
    ...sshConfigHandlers(services),
    ...runpodHandlers(services),
    ...passwordAccessHandlers(services),
    ...helpHandlers(),
    ...hostHandlers(options, paths, log, settings),
    ...programHandlers(options, services, paths, settings),
  }
  return { dispatch: createDispatch(handlers, schemas, log), settings }
}
