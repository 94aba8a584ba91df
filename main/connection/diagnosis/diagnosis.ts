/** The shape of an entry in the table of causes, and the fixes that several entries share. */

import type { CauseCode, Fix } from '../../contract/methods.ts'
import type { Evidence } from '../facts.ts'
import { formatAddress } from '../printable.ts'

export interface Diagnosis {
  /** A headline of a few words. */
  title(evidence: Evidence): string
  /** What happened, the evidence, and what it means, in plain sentences. */
  explain(evidence: Evidence): string
  /** Most likely first. */
  fixes(evidence: Evidence): readonly Fix[]
}

/** Every cause has an entry: the compiler refuses a table with a hole. */
export type Diagnoses<C extends CauseCode = CauseCode> = { readonly [cause in C]: Diagnosis }

export const TEST_AGAIN: Fix = { kind: 'ask', ask: 'test-again', label: 'Test again' }
export const EDIT_COMMAND: Fix = {
  kind: 'ask',
  ask: 'edit-command',
  label: 'Paste the command again',
}
export const OPEN_PODS: Fix = { kind: 'link', link: 'runpod-pods', label: 'Open your pods' }
export const CHOOSE_KEY: Fix = { kind: 'ask', ask: 'choose-key', label: 'Choose another key' }
export const GENERATE_KEY: Fix = { kind: 'ask', ask: 'generate-key', label: 'Make a new key' }

export const CHECK_PASTE: Fix = {
  kind: 'ask',
  ask: 'check-paste',
  label: 'Check what was pasted into RunPod',
}
export const OPEN_SETTINGS: Fix = {
  kind: 'link',
  link: 'runpod-settings',
  label: 'Open RunPod settings',
}

export function addressOf({ target }: Evidence): string {
  return formatAddress(target.host, target.port)
}

export function isProxy({ target }: Evidence): boolean {
  return target.kind === 'runpod-proxy'
}

/** Sentences as one text; empty ones are left out. */
export function sentences(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false && part !== '').join(' ')
}

/** Texts that stand apart, each on a line of its own. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.join('\n')
}

/** A numbered list, one item on a line, after an introduction. */
export function numbered(introduction: string, items: readonly string[]): string {
  return [introduction, ...items.map((item, index) => `${index + 1}. ${item}`)].join('\n')
}
