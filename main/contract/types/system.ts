/** The machine, the app's settings, and what the host can do. */

import type { LinkId } from './common.ts'
import type { CauseCode } from './connection.ts'
import type { ShellName, Target } from './ssh-command.ts'

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
    /** The report's headline; missing in files of earlier versions. */
    readonly title?: string
    readonly address: string
    readonly keyId: string | null
  } | null
}

export interface Settings {
  readonly theme: Theme
  /** Null: the platform's default. */
  readonly shell: ShellName | null
  readonly setup: SetupState
  /** The terminal that `terminal.open` starts; null: the first one that is found. */
  readonly terminal: TerminalSetting | null
  /** Whether `system.checkForUpdate` may ask; off until the person turns it on. */
  readonly checkForUpdates: boolean
}

/** A terminal program and its arguments: a list of words, never a shell text. */
export interface TerminalSetting {
  /** An absolute path, or a name that is found on PATH. */
  readonly program: string
  /** The word `{command}` stands for ssh and its arguments, each a word of its own. */
  readonly args: readonly string[]
}

/** A terminal that is installed here. Its program and arguments can be saved as the setting. */
export interface TerminalProgram extends TerminalSetting {
  /** As the person knows it. */
  readonly name: string
  /** Whether `terminal.open` starts this one. */
  readonly isUsed: boolean
  /** The person's own: Keypilot knows it only from the setting. */
  readonly isOwn: boolean
}

export interface OpenTerminalParams {
  /** Exactly one of the three. */
  readonly target?: Target
  readonly connectionId?: string
  /** A host of the ssh config, whose settings say the rest. */
  readonly alias?: string
  /** Instead of the saved connection's key; not with `alias`. */
  readonly keyId?: string
}

export type EditorName = 'vscode' | 'vscode-insiders' | 'cursor' | 'windsurf'

export interface OpenEditorParams {
  /** Exactly one of the two. */
  readonly connectionId?: string
  readonly alias?: string
  readonly editor: EditorName
  /** An absolute path on the server. Default: `/workspace` on a pod, else `/`. */
  readonly folder?: string
}

export interface OpenEditorResult extends OpenLinkResult {
  /** The host of the ssh config that the editor connects to. */
  readonly alias: string
}

/** Any part of the settings; parts left out stay. */
export interface SaveSettingsParams {
  readonly theme?: Theme
  readonly shell?: ShellName | null
  readonly setup?: Partial<SetupState>
  /** A program that is not among `terminal.list` is stored after confirmation. */
  readonly terminal?: TerminalSetting | null
  readonly checkForUpdates?: boolean
}

/** Only told: nothing is fetched or installed. */
export type UpdateCheck =
  /** The person has not asked for it, so nobody was asked. */
  | { readonly state: 'off' }
  /** Versions are three numbers, such as `0.1.0`. */
  | { readonly state: 'current' | 'newer'; readonly installed: string; readonly latest: string }
  /** `detail` says why in a sentence. */
  | { readonly state: 'unknown'; readonly installed: string; readonly detail: string }

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
