#!/usr/bin/env node
/** The entry of out/cli.mjs: connects the command line to the process. */

import { fileURLToPath } from 'node:url'
import { createKeypilot } from '../../main/app.ts'
import { keepMemoryOutOfCoreDumps } from '../../main/system/core-dumps.ts'
import { VERSION } from '../version.ts'
import { runCli } from './cli.ts'
import { EXIT } from './exit.ts'
import { nodeTerminal } from './node-terminal.ts'

/** How long a command that was interrupted may take to stop in order. */
const STOP_LIMIT_MS = 5_000

keepMemoryOutOfCoreDumps()

const interrupts = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Whoever cannot wait presses again.
    if (interrupts.signal.aborted) endBy(signal)
    interrupts.abort()
    setTimeout(() => endBy(signal), STOP_LIMIT_MS).unref()
  })
}

/** As the system does it. `process.exit` would wait for a file operation that hangs. */
function endBy(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}

process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  // `keypilot … | head` closes the pipe early: there is nobody left to write to.
  if (code !== 'EPIPE') {
    process.stderr.write(`keypilot: the output could not be written (${code}).\n`)
  }
  process.exit(EXIT.failed)
})
// Messages that nobody reads are no reason to stop.
process.stderr.on('error', () => {})

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: nodeTerminal(interrupts),
  version: VERSION,
  rendererDir: fileURLToPath(new URL('./renderer/', import.meta.url)),
  start: createKeypilot,
})
