/** Connects a command to the services, which are made by its first call. */

import type { HostActions, Keypilot, KeypilotOptions } from '../../main/app.ts'
import type { ConfirmPrompt } from '../../main/contract/methods.ts'
import { resolvePaths } from '../../main/storage/index.ts'
import { type Calls, createCalls } from '../calls.ts'
import type { CommandContext, ProgressListener } from './command.ts'
import { jsonLine, painter, wrap } from './layout.ts'
import { askYesNo, type Terminal } from './terminal.ts'

export interface ContextOptions {
  readonly terminal: Terminal
  readonly version: string
  readonly rendererDir: string
  start(options: KeypilotOptions): Keypilot
  readonly json: boolean
  readonly yes: boolean
}

/** The terminal cannot open pages or folders by itself: it prints where they are. */
const host: HostActions = {
  kind: 'cli',
  openLink: async () => false,
  reveal: async () => false,
}

export function createContext(options: ContextOptions): CommandContext {
  const { terminal, version, rendererDir, start, json, yes } = options
  const listeners = new Map<string, ProgressListener>()
  let calls: Calls | null = null
  let made = 0
  const connect = (): Calls => {
    const connected = createCalls(start({ host, version }).dispatch, 'cli', {
      confirm: (prompt) => confirm(prompt, yes, terminal),
      progress: (event) => listeners.get(event.callId)?.(event),
    })
    terminal.signal.addEventListener('abort', connected.cancelAll)
    return connected
  }
  const printProgress: ProgressListener = (event) => terminal.err(`${jsonLine(event)}\n`)
  const callAny = async (method: string, params: unknown, listener: ProgressListener) => {
    calls ??= connect()
    made += 1
    const callId = `call-${made}`
    listeners.set(callId, listener)
    const result = calls.call(method, params, callId)
    // A call made after Ctrl+C is cancelled before it does anything.
    if (terminal.signal.aborted) calls.cancelAll()
    return result.finally(() => listeners.delete(callId))
  }
  return {
    terminal,
    paint: painter(terminal.styled),
    json,
    paths: resolvePaths(),
    version,
    rendererDir,
    start,
    // The dispatcher's results have the type that the contract gives the method.
    call: (method, params, listener = () => {}) =>
      callAny(method, params, json ? printProgress : listener) as never,
    callAny: (method, params) => callAny(method, params, printProgress),
    line: (text = '') => terminal.out(`${text}\n`),
  }
}

async function confirm(prompt: ConfirmPrompt, yes: boolean, terminal: Terminal): Promise<boolean> {
  if (yes) return true
  const text = `${prompt.title}\n${prompt.detail}`
  if (!terminal.interactive) {
    terminal.err(`${wrap(text, terminal.width)}\nNothing was done. To go ahead, add --yes.\n`)
    return false
  }
  terminal.err(`${wrap(text, terminal.width)}\n`)
  return askYesNo(terminal, `${prompt.action}?`)
}
