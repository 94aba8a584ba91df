/** The machine, the app's settings, and what the host can do. */

import type { LinkId } from './common.ts'
import type { CauseCode } from './connection.ts'
import type { ShellName } from './ssh-command.ts'

export type HostKind = 'electron' | 'browser' | 'cli'

export interface SystemInfo {
  readonly appVersion: string
  readonly host: HostKind
  /** Node's `process.platform` and `process.arch`. */
  readonly platform: string
  readonly arch: string
  readonly home: string
  readonly sshDir: string
  readonly dataDir: string
  /** The system's `ssh`, when there is one. On Windows it matters whose: they judge permissions differently. */
  readonly sshClient: {
    readonly path: string
    readonly version: string
    readonly flavour: 'openssh' | 'windows' | 'git'
  } | null
  readonly agent: { readonly state: 'running' | 'not-running' | 'unknown'; readonly detail: string }
  /** The shell a command is most likely pasted into here. */
  readonly defaultShell: ShellName
  readonly capabilities: {
    /** Opening web pages and folders from the host itself; otherwise the page opens links. */
    readonly openLinks: boolean
    readonly reveal: boolean
    /** The terminal program `terminal.open` would start; null when none was found. */
    readonly terminal: string | null
  }
}

export type Theme = 'system' | 'light' | 'dark'

/** What Setup remembers between runs: results of probes and what they were made with, never secrets. */
export interface SetupState {
  readonly keyId: string | null
  /** The command as pasted from RunPod. */
  readonly command: string
  /** The last paste check: which keys were found well-formed, and when (ISO 8601). */
  readonly publicKeys: {
    readonly at: string
    readonly ok: boolean
    readonly keyIds: readonly string[]
  } | null
  /** The last time a server answered at the command's address. */
  readonly reached: {
    readonly at: string
    readonly address: string
    readonly software: string
  } | null
  readonly lastTest: {
    readonly at: string
    readonly ok: boolean
    readonly cause: CauseCode | null
    readonly address: string
    readonly keyId: string | null
  } | null
}

export interface Settings {
  readonly theme: Theme
  /** Null: the platform's default. */
  readonly shell: ShellName | null
  readonly setup: SetupState
}

/** Any part of the settings; parts left out stay. */
export interface SaveSettingsParams {
  readonly theme?: Theme
  readonly shell?: ShellName | null
  readonly setup?: Partial<SetupState>
}

export interface OpenLinkResult {
  readonly url: string
  /** False when the page must open it (browser host) or the person must (terminal). */
  readonly opened: boolean
}

export interface OpenLinkParams {
  readonly link: LinkId
}

export interface RevealParams {
  readonly what: 'log' | 'ssh-folder' | 'backups'
}

/** A question that only the person may answer, asked before anything of theirs is changed or removed. */
export interface ConfirmPrompt {
  /** The question, e.g. "Forget the host key of [1.2.3.4]:12345?" */
  readonly title: string
  /** Exactly what will happen, and how to undo it. */
  readonly detail: string
  /** The button that goes ahead, a verb: "Forget host key". */
  readonly action: string
}
