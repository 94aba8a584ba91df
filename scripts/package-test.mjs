/**
 * Makes a Linux package around the runtime of the tests, as electron-builder.yml says, but for one
 * fuse: the end-to-end tests reach the program through Node's inspector.
 * Its last line is JSON: {folder, program, electronVersion}, or {reason} where it cannot be done.
 * Usage: node scripts/package-test.mjs   (after a build)
 */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './lib/dependencies.mjs'
import { testElectron, versionOf } from './lib/electron-runtime.mjs'

const TIMEOUT_MS = 5 * 60_000
const INPUTS = [
  'out',
  'build',
  'scripts',
  'electron-builder.yml',
  'package.json',
  'package-lock.json',
]

const output = join(root, 'node_modules/.cache/keypilot/packaged')
const stamp = join(output, 'made-of.json')
console.log(JSON.stringify(make()))

function make() {
  if (process.platform !== 'linux') return { reason: 'the test package is made on Linux only' }
  if (!existsSync(join(root, 'out/electron/main.mjs')))
    return { reason: 'nothing is built: npm run build comes first' }
  const known = process.env.KEYPILOT_E2E_ELECTRON
  const runtime = known ? { program: known } : testElectron()
  if (!runtime.program) return { reason: runtime.reason }
  const wanted = JSON.stringify([runtime.program, digestOfInputs()])
  const electronVersion = versionOf(runtime.program)
  const folder = join(output, 'linux-unpacked')
  const result = { folder, program: join(folder, 'keypilot'), electronVersion }
  // Unchanged since the last time: the unit tests and the end-to-end tests share one package.
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return result
  rmSync(output, { recursive: true, force: true })
  pack(stageRuntime(runtime.program), electronVersion)
  writeFileSync(stamp, wanted)
  return result
}

/** A copy without `resources`, where the runtimes for tests and development keep another app. */
function stageRuntime(program) {
  const staged = join(output, 'runtime')
  mkdirSync(staged, { recursive: true })
  for (const name of readdirSync(dirname(program))) {
    if (name === 'resources') continue
    cpSync(join(dirname(program), name), join(staged, name), { recursive: true })
  }
  return staged
}

function pack(runtime, electronVersion) {
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/electron-builder/cli.js'),
      ...['--linux', 'dir', '--x64', '--publish', 'never'],
      `-c.directories.output=${output}`,
      `-c.electronDist=${runtime}`,
      `-c.electronVersion=${electronVersion}`,
      '-c.electronFuses.enableNodeCliInspectArguments=true',
    ],
    { cwd: root, encoding: 'utf8', timeout: TIMEOUT_MS },
  )
  rmSync(runtime, { recursive: true, force: true })
  if (status !== 0) throw new Error(`electron-builder failed: ${error ?? ''}\n${stdout}${stderr}`)
}

function digestOfInputs() {
  const hash = createHash('sha256')
  for (const input of INPUTS) {
    for (const file of filesOf(join(root, input))) hash.update(file).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesOf(path) {
  const isFile = !readdirOrNull(path)
  if (isFile) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function readdirOrNull(path) {
  try {
    return readdirSync(path)
  } catch {
    return null
  }
}
