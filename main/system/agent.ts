/** Whether an ssh-agent answers, found by connecting to its socket and hanging up again. */

import { connect } from 'node:net'
import type { SystemInfo } from '../contract/methods.ts'

type AgentState = SystemInfo['agent']

export interface AgentProbe {
  readonly platform: NodeJS.Platform
  readonly env: { readonly [name: string]: string | undefined }
  readonly limitMs?: number
}

/** The pipe of Windows' ssh-agent service, which 1Password and others take over under the same name. */
const WINDOWS_PIPE = '\\\\.\\pipe\\openssh-ssh-agent'
const DEFAULT_LIMIT_MS = 500

export async function probeAgent(probe: AgentProbe): Promise<AgentState> {
  const { platform, env, limitMs = DEFAULT_LIMIT_MS } = probe
  if (platform === 'win32') return describe(await reach(WINDOWS_PIPE, limitMs), 'windows')
  const socket = env.SSH_AUTH_SOCK
  if (!socket) {
    return { state: 'not-running', detail: 'No ssh-agent: SSH_AUTH_SOCK is not set.' }
  }
  return describe(await reach(socket, limitMs), 'unix')
}

/** `null` when something accepted the connection, else the system's error code. */
function reach(path: string, limitMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(path)
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

function describe(outcome: string | null, kind: 'windows' | 'unix'): AgentState {
  const name = kind === 'windows' ? "Windows' ssh-agent service" : 'The ssh-agent'
  switch (outcome) {
    case null:
      return { state: 'running', detail: `${name} is running.` }
    case 'ENOENT':
      return kind === 'windows'
        ? { state: 'not-running', detail: `${name} is not running.` }
        : { state: 'not-running', detail: 'No ssh-agent: SSH_AUTH_SOCK names a missing socket.' }
    case 'ECONNREFUSED':
    case 'ENOTSOCK':
      return { state: 'not-running', detail: `${name} has gone: nothing answers at its socket.` }
    default:
      return { state: 'unknown', detail: `${name} could not be asked (${outcome}).` }
  }
}
