/** What a test has learned so far, and how a stage says that it failed. */

import type {
  CauseCode,
  HostKeyPolicy,
  Problem,
  SeenHostKey,
  Target,
  TestReport,
} from '../contract/methods.ts'

/** Filled in while the stages run; the report and the diagnosis are made from it. */
export interface Facts {
  readonly target: Target
  readonly hostKeyPolicy: HostKeyPolicy
  key: TestReport['key']
  /** The public half as one line, for the person to paste. */
  publicKeyLine: string | null
  /** The address that answered, or was tried last. */
  address: string | null
  serverSoftware: string | null
  offeredMethods: readonly string[]
  hostKey: SeenHostKey | null
  acceptedKey: string | null
  capabilities: TestReport['capabilities']
}

/** What only the failing stage knows. */
export interface FailureEvidence {
  /** The fault OpenSSH would see in the key file. */
  readonly problem?: Problem
  /** The command that repairs what is wrong. */
  readonly fixCommand?: string
  /** Names of other keys in the ssh folder that could be used. */
  readonly otherKeys?: readonly string[]
  /** The missing file is the path that RunPod's console shows to everyone. */
  readonly isConsolePath?: boolean
  /** Keys are switched off for this user; only other methods are offered. */
  readonly takesNoKeys?: boolean
  /** Why known_hosts could not be read. */
  readonly knownHostsFault?: string
  /** What answered in the place of an SSH server. */
  readonly answeredBy?: 'http' | 'jupyter' | 'other'
}

export type Evidence = Readonly<Facts> & FailureEvidence & { readonly detail: string }

/** Ends the test: this stage's cause is the verdict. */
export class StageFailure extends Error {
  override name = 'StageFailure' as const
  readonly causeCode: CauseCode
  readonly evidence: FailureEvidence

  /** @param detail what was seen, in plain words: shown with the stage */
  constructor(causeCode: CauseCode, detail: string, evidence: FailureEvidence = {}) {
    super(detail)
    this.causeCode = causeCode
    this.evidence = evidence
  }
}

/** What a stage that was passed hands to the next ones. */
export interface Passed<T> {
  readonly state: 'ok' | 'warning'
  readonly detail: string
  readonly value: T
}

export function startFacts(target: Target, hostKeyPolicy: HostKeyPolicy): Facts {
  return {
    target,
    hostKeyPolicy,
    key: null,
    publicKeyLine: null,
    address: null,
    serverSoftware: null,
    offeredMethods: [],
    hostKey: null,
    acceptedKey: null,
    capabilities: { exec: null, sftp: null, pty: null, forwarding: null },
  }
}
