/** Where Keypilot keeps the hosts that it writes itself. */

import { basename, join } from 'node:path'
import type { Paths } from '../storage/index.ts'

const MANAGED_NAME = 'keypilot.conf'

/** Keypilot's own file beside the person's config, which includes it. */
export function managedConfigPath({ sshDir }: Pick<Paths, 'sshDir'>): string {
  return join(sshDir, MANAGED_NAME)
}

export function isManagedConfig(file: string): boolean {
  return basename(file) === MANAGED_NAME
}
