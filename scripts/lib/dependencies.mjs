/** Installs the npm packages of the lockfile when node_modules does not match it. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const INSTALL_LIMIT_MS = 15 * 60_000

/** Exits the process with npm's own words when the installation fails. */
export function ensureDependencies() {
  const stamp = join(root, 'node_modules/.keypilot-lock')
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('Installing npm packages …')
  const { status, error } = npm([
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  if (status !== 0) {
    console.error(
      `npm ci failed${error ? `: ${error.message}` : ''}. Is the npm registry reachable?`,
    )
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

/** Runs npm in the project, without a shell where the platform allows it. */
export function npm(args, options = {}) {
  const cli = process.env.npm_execpath
  const [program, prefix] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []]
  return spawnSync(program, [...prefix, ...args], {
    cwd: root,
    stdio: 'inherit',
    timeout: INSTALL_LIMIT_MS,
    // On Windows npm is a .cmd file, which only a shell can start; every argument here is ours.
    shell: process.platform === 'win32' && program === 'npm',
    ...options,
  })
}
