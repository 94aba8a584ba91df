/** The API key of RunPod on a terminal: asked for where none is known, never shown, kept for this run. */

import type { CommandContext } from './command.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { reportError } from './messages.ts'

/** Runs what needs the API key; on a terminal the person is asked for it first, where none is known. */
export async function withApiKey(
  context: CommandContext,
  action: () => Promise<ExitCode>,
): Promise<ExitCode> {
  const known = await context.call('runpod.status', {})
  if (!known.ok) return reportError(known.error, context)
  const { terminal, json } = context
  if (known.value.source === null && terminal.interactive && !json) {
    const entered = await enterApiKey(context)
    if (entered !== EXIT.ok) return entered
  }
  return action()
}

export async function enterApiKey(context: CommandContext): Promise<ExitCode> {
  const { terminal } = context
  const apiKey = await terminal.askSecret('RunPod API key (not shown): ')
  if (apiKey === null || apiKey.trim() === '') {
    terminal.err('No API key was given.\n')
    return terminal.signal.aborted ? EXIT.cancelled : EXIT.failed
  }
  const result = await context.call('runpod.setApiKey', { apiKey })
  return result.ok ? EXIT.ok : reportError(result.error, context)
}
