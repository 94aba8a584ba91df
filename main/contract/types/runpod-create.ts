/** What to send, paste or run so that a new pod or template has SSH. */

import type { Problem } from './common.ts'

export interface CreateHelpParams {
  readonly what: 'pod' | 'template'
  readonly name?: string
  readonly image?: string
  /** GPU type id as RunPod names it, e.g. `NVIDIA GeForce RTX 4090`. */
  readonly gpu?: string
  /** True: an image of one's own without an SSH server. */
  readonly customImage?: boolean
  /** The start command the template has now. */
  readonly startCommand?: string
  /** Keys for this pod alone, as PUBLIC_KEY; without it the account's keys are used. */
  readonly keyIds?: readonly string[]
}

/** The same request in every form. Where an API key belongs, they read it from `RUNPOD_API_KEY`. */
export interface CreateHelp {
  /** Body of `POST /v2/pods` or `/v2/templates`, indented JSON. */
  readonly json: string
  /** For a POSIX shell. */
  readonly curl: string
  readonly runpodctl: string
  /** For the console's form: start command and environment variables; null when neither is needed. */
  readonly startCommand: string | null
  readonly environment: readonly { readonly name: string; readonly value: string }[]
  readonly problems: readonly Problem[]
}

export interface CheckedVariables {
  /** What the text should be; equal to it when nothing is wrong. */
  readonly repaired: string
  readonly problems: readonly Problem[]
}
