#!/usr/bin/env node
/** The entry of out/cli.mjs: connects the command line to the process. */

import { fileURLToPath } from 'node:url'
import { createKeypilot } from '../../main/app.ts'
import { VERSION } from '../version.ts'
import { runCli } from './cli.ts'
import { EXIT } from './exit.ts'
import { nodeTerminal } from './node-terminal.ts'

const interrupts = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The first one lets the command stop in order; whoever cannot wait presses again.
    if (interrupts.signal.aborted && signal === 'SIGINT') process.exit(EXIT.cancelled)
    interrupts.abort()
  })
}
// `keypilot … | head` closes the pipe early: there is nobody left to write to.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(EXIT.failed)
})

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: nodeTerminal(interrupts),
  version: VERSION,
  rendererDir: fileURLToPath(new URL('./renderer/', import.meta.url)),
  start: createKeypilot,
})
