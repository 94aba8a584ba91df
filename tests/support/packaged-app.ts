/** The package that scripts/package-test.mjs makes, or why there is none. */

import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const script = resolve(import.meta.dirname, '../../scripts/package-test.mjs')
const TIMEOUT_MS = 6 * 60_000

export interface PackagedApp {
  readonly folder: string
  readonly program: string
  /** Of the runtime inside, such as `33.4.11`. */
  readonly electronVersion: string
}

/** Made anew only when something it is made of has changed. Throws when packaging fails. */
export function packagedApp(): PackagedApp | { readonly reason: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  })
  if (status !== 0) throw new Error(`the package could not be made:\n${stdout}${stderr}`)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}
