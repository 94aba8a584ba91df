/** The command line on a terminal made of texts; with the real services, unless others stand in. */

import { runCli } from '../../../app/cli/cli.ts'
import { createKeypilot } from '../../../main/app.ts'
import type { Start } from '../conformance.ts'
import { type FakeTerminalOptions, fakeTerminal } from './fake-terminal.ts'

export async function keypilot(
  args: readonly string[],
  options: FakeTerminalOptions & { readonly start?: Start } = {},
) {
  const terminal = fakeTerminal(options)
  const code = await runCli(args, {
    terminal,
    version: '1.2.3',
    rendererDir: '/nowhere',
    start: options.start ?? createKeypilot,
  })
  return { code, out: terminal.stdout(), err: terminal.stderr(), asked: terminal.asked }
}
