/** What a test has learned so far, and how a stage says that it failed. */

import type {
  CauseCode,
  Fix,
  HostKeyPolicy,
  Problem,
  SeenHostKey,
  Target,
  TestPurpose,
  TestReport,
} from '../contract/methods.ts'

/** Filled in while the stages run; the report and the diagnosis are made from it. */
export interface Facts {
  readonly target: Target
  readonly hostKeyPolicy: HostKeyPolicy
  readonly purpose: TestPurpose
  key: TestReport['key']
  /** The public half as one line, for the person to paste. */
  publicKeyLine: string | null
  /** The key file is locked with a passphrase. */
  isEncrypted: boolean
  /** What the ssh config would make the person's own ssh do otherwise. */
  configDifferences: readonly ConfigDifference[]
  /** ssh can be asked with the config: only the key differs, and no program of the config's would run. */
  configIsHarmless: boolean
  ownBlock: OwnBlock
  /** The address that answered, or was tried last. */
  address: string | null
  serverSoftware: string | null
  offeredMethods: readonly string[]
  hostKey: SeenHostKey | null
  acceptedKey: string | null
  capabilities: TestReport['capabilities']
  /** ssh2's own words on the connection, as it goes on. */
  linkLines: readonly string[]
  /** What the system's ssh said. */
  clientLines: readonly string[]
}

/** A setting of the ssh config by which the person's own ssh does something else than the test. */
export interface ConfigDifference {
  /** As ssh spells it, e.g. `IdentityFile`. */
  readonly keyword: string
  readonly value: string
  /** Where it stands; null when the reader could not tell. */
  readonly file: string | null
  readonly line: number | null
}

/**
 * Whether a block that the person wrote bears the very name of the host: only there can it be changed,
 * and only where it stands `alone`, because the others of the block would change with it.
 */
export type OwnBlock = 'alone' | 'shared' | null

/** What ssh itself said when it tried the same connection. */
export interface ClientAnswer {
  readonly verdict: 'ok' | 'failed'
  readonly cause: CauseCode | null
  readonly lines: readonly string[]
}

/** What is known of the key's place at RunPod, and from where. */
export interface Publication {
  readonly source: 'account' | 'paste-check'
  /** When that was looked at, ISO 8601; null: now. */
  readonly at: string | null
  /** When Keypilot put the key there, ISO 8601; null when it did not, or does not know. */
  readonly publishedAt?: string | null
  readonly hasKey: boolean
  /** Entries that are no usable key. */
  readonly malformed: readonly string[]
  readonly isWellFormed: boolean
}

/** What only the failing stage knows. */
export interface FailureEvidence {
  /** The fault OpenSSH would see in the key file. */
  readonly problem?: Problem
  /** The repair that the list of keys offers for it: shown as a plan first. */
  readonly repair?: Fix
  /** The command that repairs what is wrong. */
  readonly fixCommand?: string
  /** Names of other keys in the ssh folder that could be used. */
  readonly otherKeys?: readonly string[]
  /** The missing file is the path that RunPod's console shows to everyone. */
  readonly isConsolePath?: boolean
  /** The key is looked for in the agent. */
  readonly isForAgent?: boolean
  /** What stops ssh for every host. */
  readonly configFault?: { readonly file: string; readonly line: number | null; readonly fix?: Fix }
  /** Another of the person's keys, which the server accepts. */
  readonly acceptedOther?: { readonly keyId: string; readonly name: string }
  /** The user for whom the server accepts this key. */
  readonly acceptedUser?: string
  readonly publication?: Publication
  /** ISO 8601. */
  readonly podStartedAt?: string
  readonly client?: ClientAnswer
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

export function startFacts(
  target: Target,
  hostKeyPolicy: HostKeyPolicy,
  purpose: TestPurpose = 'terminal',
): Facts {
  return {
    target,
    hostKeyPolicy,
    purpose,
    key: null,
    publicKeyLine: null,
    isEncrypted: false,
    configDifferences: [],
    configIsHarmless: false,
    ownBlock: null,
    address: null,
    serverSoftware: null,
    offeredMethods: [],
    hostKey: null,
    acceptedKey: null,
    capabilities: { exec: null, sftp: null, pty: null, forwarding: null },
    linkLines: [],
    clientLines: [],
  }
}
