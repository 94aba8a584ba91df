/** Help without a test: `help.*`. */

import type { Part } from './part.ts'

export function helpHandlers(): Part<'help.read' | 'help.search'> {
  return {
    'help.read': async () => (await import('../help/index.ts')).readHelp(),
    'help.search': async ({ text }) => (await import('../help/index.ts')).findHelp(text),
  }
}
