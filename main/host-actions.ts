/** What the services need of a host, and what a host gives them at start. */

import type { EventName, Events, HostKind, Settings } from './contract/methods.ts'
import type { Paths } from './storage/index.ts'

/** Keeps a secret with the means of the system: Keychain, DPAPI, libsecret or KWallet. */
export interface HostSecrets {
  /** `encrypted` false: what `encrypt` gives could be read by anyone who has the file. `detail` says why. */
  available(): Promise<{ readonly encrypted: boolean; readonly detail: string }>
  encrypt(text: string): Promise<Buffer>
  /** Rejects when it was encrypted for another account or computer, or the system's key is gone. */
  decrypt(data: Buffer): Promise<string>
}

/** What only a host can do. */
export interface HostActions {
  readonly kind: HostKind
  /** False when this host cannot, and the page or the person must. */
  openLink(url: string): Promise<boolean>
  /** Shows a file or folder in the file manager; false when this host cannot. */
  reveal(path: string): Promise<boolean>
  /** Absent where the host cannot keep secrets: they last for one run then. */
  readonly secrets?: HostSecrets
  /** Takes the page's answer to a question; false when no such question is open. */
  answerConfirm?(id: string, accept: boolean): boolean
}

export interface KeypilotOptions {
  readonly host: HostActions
  readonly version: string
  readonly paths?: Paths
  /** Called after settings were stored, so that a host can apply them. */
  readonly onSettingsSaved?: (settings: Settings) => void
}

/** Takes what the host pushes to its page on its own, beside the answers to calls. */
export type HostListener = <E extends Extract<EventName, `${string}.changed`>>(
  event: E,
  value: Events[E],
) => void
