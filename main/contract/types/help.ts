/** Every cause of a failed test, every problem of a pasted key, and the words that are used. */

import type { LinkId } from './common.ts'
import type { Target } from './ssh-command.ts'

/** What a result would offer: run by the test, which knows the key and the server, or good as it stands. */
export type HelpFix = { readonly label: string } & (
  | { readonly kind: 'offered' }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'link'; readonly link: LinkId }
)

/** What one cause means, and what helps, for some kinds of servers. Addresses and names are examples. */
export interface HelpReading {
  /** Empty where servers have nothing to do with it. */
  readonly kinds: readonly Target['kind'][]
  /** As a result's explanation: lines are paragraphs, numbered ones a list. */
  readonly explanation: string
  readonly fixes: readonly HelpFix[]
}

export interface HelpEntry {
  /** A `CauseCode`, or the code of a problem of `publicKeys.check`. */
  readonly code: string
  readonly title: string
  readonly readings: readonly HelpReading[]
  /** What ssh prints then; empty where it prints nothing of its own. */
  readonly said: readonly string[]
}

export interface HelpPart {
  readonly title: string
  readonly entries: readonly HelpEntry[]
}

export interface HelpWord {
  readonly word: string
  readonly meaning: string
}

export interface Help {
  /** In the order in which a connection meets them. */
  readonly parts: readonly HelpPart[]
  readonly words: readonly HelpWord[]
}

export interface HelpSearchParams {
  /** Words, a code, or what ssh printed. */
  readonly text: string
}

export interface HelpMatches {
  /** Codes of the entries that fit, the likeliest first. */
  readonly codes: readonly string[]
  /** The words of the glossary that fit. */
  readonly words: readonly string[]
  /** The cause that the text tells, where it is something that ssh prints. */
  readonly recognised: string | null
}
