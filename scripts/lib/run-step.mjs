/** Runs one program of the project's own scripts, showing its output. */

import { spawnSync } from 'node:child_process'
import { root } from './dependencies.mjs'

/** @returns true when it ended with 0 within the time limit */
export function runStep(program, args, { env = process.env, timeoutMs = 30 * 60_000 } = {}) {
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
    timeout: timeoutMs,
  })
  if (error) console.error(`${program}: ${error.message}`)
  return status === 0
}

/** Whether a program of this name can be found on PATH. */
export function onPath(name) {
  const probe =
    process.platform === 'win32' ? ['where', [name]] : ['sh', ['-c', 'command -v "$1"', 'sh', name]]
  return spawnSync(probe[0], probe[1], { stdio: 'ignore' }).status === 0
}
