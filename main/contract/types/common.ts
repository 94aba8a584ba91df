/** Shapes that every part of the contract shares. Types only: this folder has no runtime code. */

import type { MethodName } from '../methods.ts'

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

export type Severity = 'error' | 'warning' | 'info'

/** Pages the app may open; the host turns an id into its https address (`main/system/links.ts`). */
export type LinkId =
  | 'runpod-settings'
  | 'runpod-pods'
  | 'runpod-serverless'
  | 'runpod-ssh-docs'
  | 'openssh-windows'
  | 'project'
  | 'releases'

/** Controls of the interface that a fix can lead to. The terminal shows the label instead. */
export type AskFor =
  | 'passphrase'
  | 'accept-host-key'
  | 'choose-key'
  | 'generate-key'
  | 'edit-command'
  | 'check-paste'
  | 'test-again'
  | 'rename-key'
  | 'remove-key'
  | 'set-passphrase'
  | 'restore-backup'

/** One way out of a problem: something the app runs, a line to copy, a page, or a control to use. */
export type Fix = { readonly label: string } & (
  | {
      readonly kind: 'call'
      readonly method: MethodName
      readonly params: { readonly [key: string]: Json }
    }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'link'; readonly link: LinkId }
  | { readonly kind: 'ask'; readonly ask: AskFor }
)

export interface Problem {
  /** Stable kebab-case name; tests and other programs match on it. */
  readonly code: string
  readonly severity: Severity
  /** A few words, no full stop. */
  readonly title: string
  /** What it means and what to do, in plain sentences. */
  readonly detail: string
  readonly fix?: Fix
}
