/** The real terminal, on Node's standard streams. */

import { createInterface } from 'node:readline'
import { readInput } from './read-input.ts'
import { readSecret } from './secret.ts'
import type { Terminal } from './terminal.ts'

const DEFAULT_WIDTH = 80
const MAX_WIDTH = 100

/** `interrupts` is aborted by the process's signals, and from here by Ctrl+C at a question. */
export function nodeTerminal(interrupts: AbortController): Terminal {
  const { signal } = interrupts
  const { stdin, stdout, stderr, env } = process
  return {
    interactive: Boolean(stdin.isTTY && stderr.isTTY),
    styled: Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb',
    width: Math.min(stdout.columns || DEFAULT_WIDTH, MAX_WIDTH),
    signal,
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    readInput: () => readInput(stdin, signal, { typed: stdin.isTTY === true }),
    ask: (question) => askLine(question, interrupts),
    askSecret: async (question) => {
      const secret = await readSecret(stdin, {
        signal,
        ask: () => stderr.write(question),
        interrupt: () => interrupts.abort(),
      })
      stderr.write('\n')
      return secret
    },
    onLine(listener) {
      const lines = createInterface({ input: stdin })
      lines.on('line', listener)
      return () => lines.close()
    },
  }
}

function askLine(question: string, interrupts: AbortController): Promise<string | null> {
  const { signal } = interrupts
  if (signal.aborted) return Promise.resolve(null)
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    const end = () => lines.close()
    signal.addEventListener('abort', end, { once: true })
    // readline takes Ctrl+C for itself while it is reading.
    lines.on('SIGINT', () => interrupts.abort())
    lines.on('close', () => {
      signal.removeEventListener('abort', end)
      resolve(null)
    })
    lines.question(question, (answer) => {
      resolve(answer)
      lines.close()
    })
  })
}
