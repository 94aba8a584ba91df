/**
 * The seam to the stage `client`: the same connection made by the system's own ssh, so that the
 * verdict is what the person's terminal will say.
 */

import type { CauseCode, Target, TestReport, TestStage } from '../contract/methods.ts'

export interface ClientStageInput {
  readonly target: Target
  /** Absolute path of the private key. */
  readonly keyPath: string
  /** Locked with a passphrase: ssh would have to ask for it. */
  readonly encrypted: boolean
  /** Absolute paths, in ssh's order; host keys are recorded in none of them. */
  readonly knownHostsFiles: readonly string[]
  /** What ssh may use beside the key. */
  readonly uses: { readonly config: boolean; readonly agent: boolean }
  /** As a command without `-i` does: the config says which key is sent. Only with the config. */
  readonly keyOfConfig: boolean
  /** Aborted when the test is cancelled or the limit is reached: the process must end. */
  readonly signal: AbortSignal
  readonly limitMs: number
  /** What our own stages say so far. */
  readonly ourVerdict: TestReport['verdict']
}

export interface ClientStageResult {
  /** `skipped`: there is no ssh here, or it cannot be run without asking the person something. */
  readonly state: TestStage['state']
  /** A sentence for the person. */
  readonly detail: string
  /** What ssh's output means; null when it got in, or when the output has no name. */
  readonly cause: CauseCode | null
  /** What ssh said, made safe to show, without secrets. */
  readonly lines: readonly string[]
}

/** Never rejects for what ssh says or does; `AppError` `cancelled` when the signal is aborted. */
export type ClientStage = (input: ClientStageInput) => Promise<ClientStageResult>
