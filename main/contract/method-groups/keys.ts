/** Key pairs, pasted public keys and the agent. */

import type { AddToAgentParams, AgentReport } from '../types/agent.ts'
import type {
  ExportKeyParams,
  GenerateKeyParams,
  ImportKeyParams,
  ImportPreview,
  InspectImportParams,
  KeyPair,
  KeyRef,
  KeySuggestion,
  PlanRepairParams,
  RemovedKey,
  RemoveKeyParams,
  RemovePlan,
  RenameKeyParams,
  RenamePlan,
  RepairKeyParams,
  RepairPlan,
  SetCommentParams,
  SetPassphraseParams,
} from '../types/keys.ts'
import type { CheckPublicKeysParams, PublicKeysReport } from '../types/public-keys.ts'
import type { NoParams } from './no-params.ts'

export interface KeyMethods {
  /** Every key pair that can be found on this machine, usable ones first. */
  'keys.list': { params: NoParams; value: readonly KeyPair[] }
  'keys.suggest': { params: NoParams; value: KeySuggestion }
  /** Never overwrites: a taken name is refused with `already-exists`. */
  'keys.generate': { params: GenerateKeyParams; value: KeyPair }
  /** Public material only. */
  'keys.export': { params: ExportKeyParams; value: { readonly text: string } }
  /** The picture that `ssh-keygen -lv` draws of a public key. */
  'keys.randomart': { params: KeyRef; value: { readonly text: string } }
  /** What importing would make of a file or a text; writes nothing. */
  'keys.inspectImport': { params: InspectImportParams; value: ImportPreview }
  /** Writes an OpenSSH-format pair. Never overwrites; the source stays as it is. */
  'keys.import': { params: ImportKeyParams; value: KeyPair }
  'keys.setComment': { params: SetCommentParams; value: KeyPair }
  /** Adds, changes or removes a passphrase; the file gets OpenSSH's own format. */
  'keys.setPassphrase': { params: SetPassphraseParams; value: KeyPair }
  'keys.planRename': { params: KeyRef & { readonly name: string }; value: RenamePlan }
  /** Both halves and the certificate; lines of the ssh config that name the key follow. */
  'keys.rename': { params: RenameKeyParams; value: KeyPair }
  'keys.planRemove': { params: KeyRef; value: RemovePlan }
  /** Moves both halves and the certificate to the backups, after confirmation. */
  'keys.remove': { params: RemoveKeyParams; value: RemovedKey }
  'keys.planRepair': { params: PlanRepairParams; value: RepairPlan }
  /** Repairs one problem of a key. The repaired copy is proven before it replaces anything. */
  'keys.repair': { params: RepairKeyParams; value: KeyPair }

  'agent.list': { params: NoParams; value: AgentReport }
  'agent.add': { params: AddToAgentParams; value: AgentReport }
  'agent.remove': { params: { readonly id: string }; value: AgentReport }

  'publicKeys.check': { params: CheckPublicKeysParams; value: PublicKeysReport }
}
