/** Where the ssh-agent is reached, and whether one answers there. */

import { connect } from 'node:net'
import type { SystemInfo } from '../contract/methods.ts'

export type AgentState = SystemInfo['agent']

/** What tells where the agent is. */
export interface AgentEnvironment {
  readonly platform: NodeJS.Platform
  readonly env: { readonly [name: string]: string | undefined }
}

export interface AgentProbe extends AgentEnvironment {
  readonly limitMs?: number
}

/** The pipe of Windows' ssh-agent service, which 1Password and others take over under the same name. */
const WINDOWS_PIPE = '\\\\.\\pipe\\openssh-ssh-agent'
const DEFAULT_LIMIT_MS = 500

/** Connects and hangs up again. */
export async function probeAgent({
  limitMs = DEFAULT_LIMIT_MS,
  ...environment
}: AgentProbe): Promise<AgentState> {
  const address = agentAddress(environment)
  return describeAgent(
    address === null ? 'unset' : await reach(address, limitMs),
    environment.platform,
  )
}

/**
 * The socket or pipe of the agent; null when none is named. On Windows SSH_AUTH_SOCK counts where it
 * names a pipe: Git Bash sets it to a socket of its own kind, which only its own programs can use.
 */
export function agentAddress({ platform, env }: AgentEnvironment): string | null {
  const named = env.SSH_AUTH_SOCK || null
  if (platform !== 'win32') return named
  return named !== null && /^[/\\]{2}\.[/\\]pipe[/\\]/i.test(named) ? named : WINDOWS_PIPE
}

/**
 * A sentence about the agent. `outcome`: null when it answers, `unset` without SSH_AUTH_SOCK, else
 * the system's error code.
 */
export function describeAgent(outcome: string | null, platform: NodeJS.Platform): AgentState {
  const windows = platform === 'win32'
  const name = windows ? 'Windows’ ssh-agent service' : 'The ssh-agent'
  switch (outcome) {
    case null:
      return { state: 'running', detail: `${name} is running.` }
    case 'unset':
      return {
        state: 'not-running',
        detail: 'No ssh-agent: SSH_AUTH_SOCK, the variable that names it, is not set.',
      }
    case 'ENOENT':
      return windows
        ? { state: 'not-running', detail: `${name} is not running.` }
        : {
            state: 'not-running',
            detail:
              'No ssh-agent: SSH_AUTH_SOCK, the variable that names it, leads to a socket that is not there.',
          }
    case 'ECONNREFUSED':
    case 'ENOTSOCK':
      return {
        state: 'not-running',
        detail: `${name} has gone: nothing answers where it should be.`,
      }
    default:
      return { state: 'unknown', detail: `${name} could not be asked (${outcome}).` }
  }
}

/** `null` when something accepted the connection, else the system's error code. */
function reach(path: string, limitMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    const finish = (outcome: string | null) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => finish('ETIMEDOUT'), limitMs)
    socket.once('connect', () => finish(null))
    // Stays attached, so that a late error after `destroy` is not an uncaught one.
    socket.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? 'unknown'))
  })
}
