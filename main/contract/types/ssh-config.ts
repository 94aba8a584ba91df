/** The ssh config: what its files say, what ssh makes of them, and changes shown before they are made. */

import type { Fix, Problem, Severity } from './common.ts'

/** One line of a config file, and what it is to ssh. */
export interface ConfigLineView {
  /** From 1, as ssh counts. */
  readonly number: number
  /** Without the line ending; bytes that are not UTF-8 are replacement characters. */
  readonly text: string
  readonly kind: 'blank' | 'comment' | 'host' | 'match' | 'include' | 'setting' | 'faulty'
  /** Why ssh refuses the line, and with it the whole config. */
  readonly fault: string | null
}

export interface ConfigFileView {
  readonly path: string
  readonly kind: 'config' | 'included-config'
  /** Keypilot's own file: it may be rewritten, and goes with its last entry. */
  readonly managed: boolean
  readonly exists: boolean
  /** At most 20,000 lines; `truncated` says that there are more. */
  readonly lines: readonly ConfigLineView[]
  readonly truncated: boolean
  readonly problem: Problem | null
}

/** A host that the config names without patterns, so that `ssh <alias>` means something. */
export interface ConfigHost {
  readonly alias: string
  readonly file: string
  readonly line: number
  /** Kept in Keypilot's own file. */
  readonly managed: boolean
  /** As written in this host's own block; null when the block does not say. */
  readonly hostName: string | null
  readonly user: string | null
  readonly port: number | null
  readonly identityFiles: readonly string[]
}

export interface SshConfigReport {
  /** The person's config and every file it includes, in the order in which ssh reads them. */
  readonly files: readonly ConfigFileView[]
  readonly hosts: readonly ConfigHost[]
  /** `keypilot.conf` in the ssh folder, and whether the person's config includes it. */
  readonly managed: {
    readonly path: string
    readonly included: boolean
    readonly entries: number
  }
  /** Where a `Match exec` stands: ssh runs its program whenever it reads the config. */
  readonly matchExec: readonly { readonly file: string; readonly line: number }[]
}

export interface EffectiveParams {
  /** What would be typed after `ssh`. */
  readonly host: string
  readonly user?: string
  readonly port?: number
  /**
   * Asks the real `ssh -G`. When the config has a `Match exec`, that runs programs, so it takes the
   * person's consent; without it Keypilot's own reader answers.
   */
  readonly runMatchExec?: boolean
}

export interface EffectiveSetting {
  /** As ssh spells it, e.g. `IdentityFile`. */
  readonly keyword: string
  /** As written, without quotes; tokens and `~` unexpanded, as `ssh -G` prints them. */
  readonly value: string
  /** Null for values that come from the command line or from ssh itself. */
  readonly file: string | null
  readonly line: number | null
  /** `applies`: ssh uses it. `shadowed`: an earlier line said it first. `unknown`: depends on a `Match exec`. */
  readonly state: 'applies' | 'shadowed' | 'unknown'
}

export interface EffectiveBlock {
  readonly file: string
  readonly line: number
  /** The line as written: `Host *.example`. */
  readonly text: string
  readonly matched: boolean | 'unknown'
  /** Why, in a few plain words. */
  readonly why: string
}

export interface EffectiveConfig {
  readonly host: string
  /** What ssh would connect to, after `HostName`, `User` and `Port`. */
  readonly hostName: string
  readonly user: string
  readonly port: number
  /** Absolute paths in the order ssh tries them; what cannot be expanded is left as written. */
  readonly identityFiles: readonly string[]
  readonly identitiesOnly: boolean
  readonly proxyJump: string | null
  readonly proxyCommand: string | null
  readonly hostKeyAlias: string | null
  readonly settings: readonly EffectiveSetting[]
  readonly blocks: readonly EffectiveBlock[]
  /** Who answered: our own reader, or `ssh -G`. */
  readonly source: 'keypilot' | 'ssh'
  /** What could not be known without running a program, and faults that stop ssh altogether. */
  readonly problems: readonly Problem[]
}

/** Something in the config that goes wrong or will, with a way out. */
export interface ConfigFinding {
  /** The same for the same fault at the same place. */
  readonly id: string
  /** Stable kebab-case name, e.g. `shadowed-by-wildcard`. */
  readonly code: string
  readonly severity: Severity
  readonly file: string
  /** Null when it is about the file. */
  readonly line: number | null
  readonly alias: string | null
  readonly title: string
  readonly detail: string
  /** `sshConfig.planFix` takes the finding's id and shows what would change. */
  readonly fixable: boolean
  readonly fix?: Fix
}

/** An entry for one pod or server. */
export interface HostEntry {
  /** What is typed after `ssh`: letters, digits, `.`, `_`, `-`. */
  readonly alias: string
  readonly hostName: string
  readonly user: string
  readonly port: number
  /** Absolute path of the private key, or null to leave the choice to ssh. */
  readonly identityFile: string | null
  /**
   * A name that is the same for this pod whatever its address: its host key is kept under it, so a
   * new pod is a new name. Null: the address itself.
   */
  readonly hostKeyAlias: string | null
}

export interface UpsertHostParams {
  readonly alias: string
  readonly hostName: string
  readonly user: string
  readonly port: number
  /** At most one of the two. */
  readonly keyId?: string
  readonly identityFile?: string
  /** E.g. `runpod-<pod id>`. */
  readonly hostKeyAlias?: string
  /**
   * `managed`: Keypilot's own file, which wins over later blocks. `in-place`: the hand-written block
   * of this alias, where there is one.
   */
  readonly where?: 'managed' | 'in-place'
}

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added'
  /** Line number in the old file, null for added lines. */
  readonly before: number | null
  /** Line number in the new file, null for removed lines. */
  readonly after: number | null
  readonly text: string
}

export interface ConfigPlan {
  /** Fits only what was shown: applying it refuses when a file is different by then. */
  readonly planId: string
  /** What will be done, in a few words. */
  readonly title: string
  /** Files that change, with three lines around each change; empty when everything is so already. */
  readonly files: readonly {
    readonly path: string
    readonly created: boolean
    readonly removed: boolean
    readonly diff: readonly DiffLine[]
  }[]
  readonly notes: readonly Problem[]
}

export interface ConfigChange {
  readonly changed: readonly string[]
  /** Id for `backups.restore`; null when nothing had to change. */
  readonly backup: string | null
  /** Whether the real ssh read the new config, and that no other host's settings changed. */
  readonly verified: boolean
  readonly notes: readonly Problem[]
}
