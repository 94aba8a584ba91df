/**
 * The second half of a session on RunPod's proxy. Its refusal to run a command comes after it has
 * accepted the key; only a terminal tells whether the pod behind it is there.
 */

import { setTimeout as delay } from 'node:timers/promises'
import { type Passed, StageFailure } from '../facts.ts'
import { printable } from '../printable.ts'
import { LinkLost } from '../ssh-link.ts'
import { openTerminal, readChannel } from './channel.ts'
import type { Capabilities, SessionOptions } from './session-options.ts'

/** Known of the proxy, and not worth a try: it gives terminals only. */
const PROXY_CAPABILITIES: Capabilities = { exec: false, sftp: false, pty: true, forwarding: false }

/** What the terminal showed first; `empty` when nothing came in time. */
type TerminalAnswer =
  | { readonly kind: 'shown'; readonly text: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unavailable' }

const ACCEPTED = 'RunPod’s proxy accepted your key.'
const EXPECTED = 'Its answer “Your SSH client doesn’t support PTY” to a plain command is expected.'

/** @param hasPtyText whether the plain command was answered by the PTY text */
export async function proveProxyTerminal(
  options: SessionOptions,
  commandOutput: string,
  hasPtyText: boolean,
): Promise<Passed<Capabilities>> {
  const answer = await Promise.race([
    askTerminal(options),
    delay(options.terminalMs, { kind: 'empty' } as const, { ref: false }),
  ])
  if (answer.kind === 'shown' && isContainerNotFound(answer.text)) {
    throw containerNotFound(answer.text)
  }
  const accepted = hasPtyText ? `${ACCEPTED} ${EXPECTED}` : ACCEPTED
  if (answer.kind === 'shown') return passed('ok', `${accepted} A terminal on the pod opens.`)
  if (!hasPtyText) throw noAnswer(commandOutput)
  return answer.kind === 'empty'
    ? passed('warning', `${accepted} The pod’s terminal stayed empty during the test.`)
    : passed('ok', `${accepted} Whether a terminal on the pod opens was not seen.`)
}

/** The whole line, so that a shell's own words about a file or command do not count. */
const CONTAINER_NOT_FOUND = /^\s*(?:error:?\s*)?container not found\.?\s*$/im

export function isContainerNotFound(text: string): boolean {
  return CONTAINER_NOT_FOUND.test(text)
}

export function containerNotFound(text: string): StageFailure {
  return new StageFailure(
    'container-not-found',
    `The key was accepted, and then the proxy said “${printable(text)}”.`,
  )
}

/** The proxy may hang up together with the first channel: that says nothing about the pod. */
async function askTerminal({ link }: SessionOptions): Promise<TerminalAnswer> {
  try {
    const opened = await Promise.race([openTerminal(link.client), link.lost])
    if (opened.kind === 'refused') return { kind: 'unavailable' }
    // Wait for a whole line: the greeting and the error come with a line end.
    const isEnough = (seen: string) => /\S[^\n]*\n/.test(seen)
    const { text } = await readChannel(opened.channel, link.lost, isEnough)
    return text.trim() === '' ? { kind: 'unavailable' } : { kind: 'shown', text }
  } catch (error) {
    if (error instanceof LinkLost) return { kind: 'unavailable' }
    throw error
  }
}

function passed(state: 'ok' | 'warning', detail: string): Passed<Capabilities> {
  return { state, detail, value: PROXY_CAPABILITIES }
}

function noAnswer(commandOutput: string): StageFailure {
  const words = printable(commandOutput)
  const said = words === '' ? '' : ` (it said “${words}”)`
  return new StageFailure(
    'no-session',
    `The proxy accepted the key, but neither answered a command${said} nor showed a terminal.`,
  )
}
