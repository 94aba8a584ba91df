/**
 * `npm start`: installs what is missing, builds, and opens the desktop app; where that cannot run,
 * says why in one line and opens the browser host instead.
 */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureDependencies, root } from './lib/dependencies.mjs'
import { runStep } from './lib/run-step.mjs'

ensureDependencies()
if (!runStep(process.execPath, [join(root, 'scripts/build.mjs')])) process.exit(1)

const { officialElectron } = await import('./lib/electron-runtime.mjs')
const obstacle = noDesktop()
const runtime = obstacle ? { reason: obstacle } : officialElectron()
if (runtime.program) {
  await runUntilClosed(runtime.program, [root])
} else {
  console.log(`No desktop window: ${runtime.reason}. Opening Keypilot in your browser instead.`)
  await runUntilClosed(process.execPath, [join(root, 'out/cli.mjs'), 'open'])
}

/** @returns why a window cannot be shown here, or null */
function noDesktop() {
  if (process.platform !== 'linux') return null
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'this session has no display'
  if (process.getuid?.() === 0) return "Electron's sandbox does not work for the root user"
  return null
}

/** Passes the terminal through, and ends as the program did. */
function runUntilClosed(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
    child.on('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`)
      process.exitCode = 1
      resolve()
    })
    child.on('exit', (code) => {
      process.exitCode = code ?? 0
      resolve()
    })
  })
}
