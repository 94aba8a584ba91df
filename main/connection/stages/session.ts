/**
 * Stage `session`: what the login is good for. A command must come back with its own answer; exit
 * codes prove nothing, because RunPod's proxy reports 0 for commands it never ran.
 */

import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Passed, StageFailure } from '../facts.ts'
import { printable } from '../printable.ts'
import { LinkLost, type SshLink } from '../ssh-link.ts'
import {
  type ChannelOutput,
  closeChannel,
  openCommand,
  openTerminal,
  readChannel,
} from './channel.ts'
import { containerNotFound, isContainerNotFound, proveProxyTerminal } from './proxy-terminal.ts'
import type { Capabilities, SessionOptions } from './session-options.ts'

/** What RunPod's proxy answers to a command without a terminal, after accepting the key. */
const PTY_TEXT = /SSH client doesn.t support PTY/i

export async function proveSession(options: SessionOptions): Promise<Passed<Capabilities>> {
  try {
    return await prove(options)
  } catch (error) {
    if (!(error instanceof LinkLost)) throw error
    throw new StageFailure(
      'session-closed',
      `The server accepted the login and then closed the connection: ${printable(error.message)}`,
    )
  }
}

export function sessionTimeout(limitMs: number): StageFailure {
  return new StageFailure(
    'session-timeout',
    `The login worked, but a command brought no answer within ${limitMs / 1000} s.`,
  )
}

async function prove(options: SessionOptions): Promise<Passed<Capabilities>> {
  const { client, lost } = options.link
  const nonce = `keypilot-${randomBytes(8).toString('hex')}`
  const opened = await Promise.race([openCommand(client, commandFor(nonce), false), lost])
  if (opened.kind === 'refused') return withoutCommands(options, opened.reason)
  const output = await readChannel(opened.channel, lost, (text) => hasAnswer(text, nonce))
  if (isContainerNotFound(output.text)) throw containerNotFound(output.text)
  if (hasAnswer(output.text, nonce)) return withCommands(options, nonce)
  const hasPtyText = PTY_TEXT.test(output.text)
  if (hasPtyText || options.isProxy) return proveProxyTerminal(options, output.text, hasPtyText)
  return withOtherAnswer(output)
}

/** Commands work, which settles the verdict; a terminal is what a person needs as well. */
async function withCommands(options: SessionOptions, nonce: string): Promise<Passed<Capabilities>> {
  const ran = 'A command ran and its answer came back'
  const pty = await Promise.race([
    tryTerminal(options.link, nonce),
    delay(options.terminalMs, null, { ref: false }),
  ])
  const value = capabilities({ exec: true, pty })
  if (pty === false) {
    return { state: 'warning', detail: `${ran}, but the server gives no terminal.`, value }
  }
  return { state: 'ok', detail: pty ? `${ran}; a terminal opens, too.` : `${ran}.`, value }
}

/** Null when it was not settled: only a refused terminal proves that there is none. */
async function tryTerminal({ client, lost }: SshLink, nonce: string): Promise<boolean | null> {
  try {
    const opened = await Promise.race([openCommand(client, commandFor(nonce), true), lost])
    if (opened.kind === 'refused') return opened.reason.includes('pseudo-terminal') ? false : null
    const output = await readChannel(opened.channel, lost, (text) => text.includes(nonce))
    return output.text.includes(nonce) ? true : null
  } catch (error) {
    if (error instanceof LinkLost) return null
    throw error
  }
}

/** A server that runs no commands can still give a shell. */
async function withoutCommands(
  options: SessionOptions,
  reason: string,
): Promise<Passed<Capabilities>> {
  const opened = await Promise.race([openTerminal(options.link.client), options.link.lost])
  if (opened.kind === 'refused') {
    throw new StageFailure(
      'no-session',
      `The server runs no commands (${printable(reason)}) and opens no terminal (${printable(opened.reason)}).`,
    )
  }
  closeChannel(opened.channel)
  return {
    state: 'warning',
    detail: `A terminal opens, but the server runs no single commands (${printable(reason)}).`,
    value: capabilities({ exec: false, pty: true }),
  }
}

/** What `nologin` says; `false` and the like end with a failure and without a word. */
const NO_LOGIN = /account is (?:currently )?not available|not allowed to log ?in|no shell/i

/** A forced command (`command="…"` in authorized_keys) or an account without a shell. */
function withOtherAnswer({ text, exitCode }: ChannelOutput): Passed<Capabilities> {
  const words = printable(text)
  const shown = words === '' ? 'nothing' : `“${words}”`
  if (words === '' && (exitCode === 0 || exitCode === null)) {
    throw new StageFailure(
      'session-closed',
      'The server accepted the login, ran nothing and closed the session at once.',
    )
  }
  if (exitCode !== 0) {
    throw new StageFailure(
      words === '' || NO_LOGIN.test(words) ? 'no-shell' : 'no-session',
      `The account runs no commands. The server said ${shown} and ended the session.`,
    )
  }
  return {
    state: 'warning',
    detail: `The login works, but the server runs something of its own instead of commands; it said ${shown}.`,
    value: capabilities({ exec: false }),
  }
}

function commandFor(nonce: string): string {
  return `echo ${nonce}`
}

/**
 * The answer may stand in one line with what a `.bashrc` prints, such as colour codes. A server that
 * only repeats the command has not run it.
 */
function hasAnswer(text: string, nonce: string): boolean {
  return text.replaceAll(commandFor(nonce), '').includes(nonce)
}

/** Files and forwarding have a stage of their own. */
function capabilities(known: Partial<Capabilities>): Capabilities {
  return { exec: null, sftp: null, pty: null, forwarding: null, ...known }
}
