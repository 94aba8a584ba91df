/** A terminal made of texts. */

import type { Terminal } from '../../../app/cli/terminal.ts'
import { recordTraffic } from '../../support/traffic/record.ts'

export interface FakeTerminalOptions {
  readonly input?: string
  readonly interactive?: boolean
  readonly styled?: boolean
  readonly width?: number
  /** Answers to questions, in order; the last one is null, as if the person had left. */
  readonly answers?: readonly string[]
}

export interface FakeTerminal extends Terminal {
  readonly stdout: () => string
  readonly stderr: () => string
  /** The questions that were asked. */
  readonly asked: string[]
  interrupt(): void
}

export function fakeTerminal(options: FakeTerminalOptions = {}): FakeTerminal {
  let stdout = ''
  let stderr = ''
  const controller = new AbortController()
  const answers = [...(options.answers ?? [])]
  const asked: string[] = []
  const ask = async (question: string) => {
    asked.push(question)
    return answers.shift() ?? null
  }
  return {
    interactive: options.interactive ?? false,
    styled: options.styled ?? false,
    width: options.width ?? 80,
    signal: controller.signal,
    out: (text) => {
      recordTraffic('terminal', text)
      stdout += text
    },
    err: (text) => {
      recordTraffic('terminal', text)
      stderr += text
    },
    readInput: async () => options.input ?? '',
    ask,
    askSecret: ask,
    onLine: () => () => {},
    stdout: () => stdout,
    stderr: () => stderr,
    asked,
    interrupt: () => controller.abort(),
  }
}
