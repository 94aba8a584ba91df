/** Where a connection goes, and the commands that lead there. */

import type { Problem } from './common.ts'

export interface Target {
  readonly user: string
  /** Name or address, without brackets. */
  readonly host: string
  readonly port: number
  readonly kind: 'runpod-proxy' | 'runpod-direct' | 'generic'
}

export type ShellName = 'posix' | 'powershell' | 'cmd' | 'wsl'

export type CommandPurpose =
  | 'ssh'
  | 'scp-upload'
  | 'scp-download'
  | 'sftp'
  | 'rsync'
  | 'tunnel'
  | 'vscode'
  | 'ssh-config'

export type Provider = 'runpod' | 'vast' | 'lambda' | 'paperspace' | 'jarvislabs' | 'unknown'

export interface ParsedSshCommand {
  /** Null when no place to connect to could be read; `problems` says why. */
  readonly target: Target | null
  readonly kind: Target['kind'] | null
  /** What the text was: a command of this tool, a port mapping, or only an address. */
  readonly form: 'ssh' | 'scp' | 'sftp' | 'rsync' | 'mapping' | 'address' | 'unknown'
  readonly provider: Provider
  /** The path after `-i`, as written. RunPod's console always shows `~/.ssh/id_ed25519`. */
  readonly identityFile: string | null
  /** `-o` options and flags with a value, in order: `{ name: 'StrictHostKeyChecking', value: 'no' }`. */
  readonly options: readonly { readonly name: string; readonly value: string }[]
  /** `-L`, `-R` and `-D` forwards as written. */
  readonly forwards: readonly string[]
  readonly remoteCommand: string | null
  /** True when the text had to be changed to be understood; `problems` explains each change. */
  readonly repaired: boolean
  readonly problems: readonly Problem[]
}

export interface RenderCommandParams {
  readonly target: Target
  /** Exactly one of the two, or neither to leave `-i` out. */
  readonly keyId?: string
  readonly identityFile?: string
  readonly shell: ShellName
  readonly purpose: CommandPurpose
  /** For copying purposes. */
  readonly localPath?: string
  readonly remotePath?: string
  /** For `tunnel`: the port on the server, e.g. 8888. */
  readonly tunnelPort?: number
  /** For `tunnel`: the port on this computer. Default: the same one. */
  readonly localPort?: number
  /** For `ssh-config`: the alias. */
  readonly alias?: string
}

export interface RenderedCommand {
  readonly text: string
  /** For example that the proxy cannot do this. */
  readonly problems: readonly Problem[]
}
