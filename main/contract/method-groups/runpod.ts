/** The RunPod account. */

import type { SavedConnection } from '../types/connections.ts'
import type {
  ApiKeyCheck,
  RunpodPods,
  RunpodStatus,
  RunpodWorkers,
  SavePodParams,
  SetApiKeyParams,
} from '../types/runpod.ts'
import type { CheckedVariables, CreateHelp, CreateHelpParams } from '../types/runpod-create.ts'
import type {
  AccountKeys,
  AccountKeysBackup,
  AccountKeysChange,
  AccountKeysPlan,
  ApplyAccountKeysParams,
  ChangedAccountKeys,
} from '../types/runpod-keys.ts'
import type { RenderedCommand } from '../types/ssh-command.ts'
import type { NoParams } from './no-params.ts'

export interface RunpodMethods {
  /** The start command that makes a custom template run sshd, around an existing one. */
  'runpod.startCommand': {
    params: { readonly existing?: string }
    value: RenderedCommand
  }

  /** Where the API key comes from, and how it would be kept. Makes no request. */
  'runpod.status': { params: NoParams; value: RunpodStatus }
  /** Checks an API key with a read, then keeps it: encrypted by the host, or for this run only. */
  'runpod.setApiKey': { params: SetApiKeyParams; value: RunpodStatus }
  'runpod.checkApiKey': { params: NoParams; value: ApiKeyCheck }
  'runpod.removeApiKey': { params: NoParams; value: RunpodStatus }

  'runpod.pods': { params: NoParams; value: RunpodPods }
  /** Saves a pod as a connection, or moves the saved one, and its ssh config entry, to where the pod is now. */
  'runpod.savePod': { params: SavePodParams; value: SavedConnection }
  'runpod.workers': { params: NoParams; value: RunpodWorkers }

  'runpod.accountKeys': { params: NoParams; value: AccountKeys }
  /** Reads the account's keys and tells what a change would make of them; writes nothing. */
  'runpod.planKeys': { params: { readonly change: AccountKeysChange }; value: AccountKeysPlan }
  /** Reads again, stops if anything changed since the plan, backs up, writes, reads back and compares. */
  'runpod.applyKeys': { params: ApplyAccountKeysParams; value: ChangedAccountKeys }
  /** Newest first. */
  'runpod.keyBackups': { params: NoParams; value: readonly AccountKeysBackup[] }

  /** What to send, paste or run so that a new pod or template has SSH. */
  'runpod.createHelp': { params: CreateHelpParams; value: CreateHelp }
  /** Names environment variables that do nothing in a start command, `.env` text or request, and repairs them. */
  'runpod.checkVariables': { params: { readonly text: string }; value: CheckedVariables }
}
