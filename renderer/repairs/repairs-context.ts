/** Opens the dialog of a repair from anywhere: what will change is shown first, and then done. */

import { createContext, useContext } from 'react'
import type { AccountKeysChange, Fix, PlanRepairParams, UpsertHostParams } from '../contract.ts'
import type { Source } from '../screens/keys/read-source.ts'

export type Repair =
  | { readonly kind: 'key'; readonly problem: PlanRepairParams; readonly label: string }
  | { readonly kind: 'permissions'; readonly findings: readonly string[] }
  | { readonly kind: 'config'; readonly change: ConfigRequest }
  /** A copy of a key in another place: what is written is shown first, and a passphrase asked for. */
  | { readonly kind: 'import'; readonly start: Source }
  /** A key goes into the ssh-agent: its passphrase is asked for, and for how long. */
  | { readonly kind: 'agent'; readonly keyId: string }
  /** Public keys of the RunPod account: what becomes of each is shown first. */
  | { readonly kind: 'account-keys'; readonly change: AccountKeysChange }
  /** The list of what was changed, to bring something back. */
  | { readonly kind: 'backups' }

/** A change of the ssh config, shown line by line before it is made. */
export type ConfigRequest =
  | { readonly kind: 'upsert'; readonly params: UpsertHostParams }
  | { readonly kind: 'remove'; readonly alias: string }
  /** What `sshConfig.audit` found, by its id. */
  | { readonly kind: 'fix'; readonly finding: string }

export type OpenRepair = (repair: Repair, onDone?: () => void) => void

/** The provider stands in repairs-provider.tsx, apart from it so that controls can import this one. */
export const RepairsContext = createContext<OpenRepair>(() => {})

export function useRepairs(): OpenRepair {
  return useContext(RepairsContext)
}

/** The repair that a fix means, when it is one that is shown before it is made; else null. */
export function repairOf(fix: Fix): Repair | null {
  if (fix.kind === 'ask') return fix.ask === 'restore-backup' ? { kind: 'backups' } : null
  if (fix.kind !== 'call') return null
  const { method, params, label } = fix
  if (method === 'keys.repair' || method === 'keys.planRepair') {
    const { id, path, problem } = params
    if (typeof id !== 'string' || typeof problem !== 'string') return null
    const place = typeof path === 'string' ? { path } : {}
    return { kind: 'key', problem: { id, problem, ...place }, label }
  }
  if (method === 'keys.import' && typeof params.path === 'string') {
    const { path } = params
    const label = path.split(/[\\/]/).at(-1) ?? path
    return { kind: 'import', start: { ok: true, source: { path }, label } }
  }
  if (method === 'agent.add' && typeof params.id === 'string') {
    return { kind: 'agent', keyId: params.id }
  }
  const config = configRequestOf(method, params)
  if (config !== null) return { kind: 'config', change: config }
  if (method === 'permissions.plan' && Array.isArray(params.findings)) {
    const findings = params.findings.filter((finding) => typeof finding === 'string')
    return { kind: 'permissions', findings }
  }
  return null
}

type CallFix = Extract<Fix, { readonly kind: 'call' }>

/** The host made the parameters for this method, and checks them again when the plan is made. */
function configRequestOf(
  method: CallFix['method'],
  params: CallFix['params'],
): ConfigRequest | null {
  const { finding, alias } = params
  switch (method) {
    case 'sshConfig.planUpsert':
    case 'sshConfig.upsertHost':
      return { kind: 'upsert', params: params as unknown as UpsertHostParams }
    case 'sshConfig.planRemove':
    case 'sshConfig.removeHost':
      return typeof alias === 'string' ? { kind: 'remove', alias } : null
    case 'sshConfig.planFix':
    case 'sshConfig.applyFix':
      return typeof finding === 'string' ? { kind: 'fix', finding } : null
    default:
      return null
  }
}
