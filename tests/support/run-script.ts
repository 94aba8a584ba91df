/** Runs one of the project's own scripts, as the workflow does. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

const scripts = resolve(import.meta.dirname, '../../scripts')

/** For npm: a registry that is not there, and no second try. */
export const OFFLINE = {
  npm_config_registry: 'http://127.0.0.1:9/',
  npm_config_fetch_retries: '0',
}

export async function runScript(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly status: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [resolve(scripts, script), ...args], {
    env: { ...process.env, ...env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, output }
}
