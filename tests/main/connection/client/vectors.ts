/** The transcripts of `tests/vectors/ssh-output` with what its README says about each. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const FOLDER = fileURLToPath(new URL('../../../vectors/ssh-output', import.meta.url))

export interface Transcript {
  readonly file: string
  readonly cause: string | null
  readonly stage: string | null
  readonly measured: boolean
  readonly text: string
}

export function transcripts(): readonly Transcript[] {
  const rows = readFileSync(join(FOLDER, 'README.md'), 'utf8').matchAll(
    /^\| (\S+\.txt) \| (\S+) \| (\S+) \| (measured|literal: .+) \|$/gm,
  )
  return [...rows].map(([, file = '', cause = '', stage = '', from]) => ({
    file,
    cause: cause === '-' ? null : cause,
    stage: stage === '-' ? null : stage,
    measured: from === 'measured',
    text: readFileSync(join(FOLDER, file), 'utf8'),
  }))
}

export function filesOnDisk(): readonly string[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith('.txt'))
}
