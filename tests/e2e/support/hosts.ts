/** Starts Keypilot as a person would get it: in real Electron, or in Chromium on the browser host. */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { _electron, chromium, type ElectronApplication, errors, type Page } from 'playwright/test'
import { recordTraffic } from '../../support/traffic/record.ts'
import { callBridge } from './call-bridge.ts'
import type { Throwaway } from './throwaway.ts'

const root = resolve(import.meta.dirname, '../../..')
const START_LIMIT_MS = 30_000

export interface RunningKeypilot {
  readonly page: Page
  /** Only in Electron. */
  readonly electronApp: ElectronApplication | null
  close(): Promise<void>
}

/** The Electron found by scripts/test.mjs; undefined with the reason in the second variable. */
export const electronProgram = process.env.KEYPILOT_E2E_ELECTRON || undefined
export const electronMissing =
  process.env.KEYPILOT_E2E_ELECTRON_MISSING || 'no Electron runtime: start these tests by npm test'

/** @param packaged a program that has the app inside; without one, our app runs in `electronProgram` */
export async function startElectron(
  throwaway: Throwaway,
  packaged?: string,
): Promise<RunningKeypilot> {
  const electronApp = await launchElectron(throwaway, packaged)
  const page = await electronApp.firstWindow()
  // A window is there before its page is, and what a test does then would be mixed with the loading.
  await page.waitForURL(/^app:/)
  await untilServicesAnswer(page)
  return { page, electronApp, close: () => electronApp.close() }
}

/** While they are loaded, memory is tidied up, and with it what the driver has just asked for. */
export async function untilServicesAnswer(page: Page): Promise<void> {
  await callBridge(page, 'settings.read', {})
}

function launchElectron(throwaway: Throwaway, packaged?: string): Promise<ElectronApplication> {
  const asRoot = process.getuid?.() === 0
  const program = packaged ?? electronProgram
  const app = packaged === undefined ? appArgument() : []
  return launchPatiently({
    ...(program === undefined ? {} : { executablePath: program }),
    args: [...(asRoot ? ['--no-sandbox'] : []), '--disable-gpu', ...app],
    env: throwaway.env,
  })
}

type LaunchOptions = NonNullable<Parameters<typeof _electron.launch>[0]>

/** On a busy machine the driver sometimes never hears of the program it has started (2 of 14 times). */
export async function launchPatiently(options: LaunchOptions): Promise<ElectronApplication> {
  const launch = () => _electron.launch({ ...options, timeout: START_LIMIT_MS })
  return launch().catch((error: unknown) => {
    if (!(error instanceof errors.TimeoutError)) throw error
    process.stderr.write('The driver lost Electron while it started: once more.\n')
    return launch()
  })
}

/** The stand-in runtime has the app in its resources; any other is told where it is. */
export function appArgument(): string[] {
  return electronProgram?.includes('electron-33') ? [] : [root]
}

/** @param more arguments for Chromium */
export async function startInChromium(
  throwaway: Throwaway,
  more: readonly string[] = [],
): Promise<RunningKeypilot> {
  const host = await startBrowserHost(throwaway)
  const browser = await chromium.launch({
    ...chromiumProgram(),
    args: [...chromiumArguments(), ...more],
  })
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
  const page = await context.newPage()
  await page.goto(host.url)
  return {
    page,
    electronApp: null,
    close: async () => {
      await browser.close()
      await host.stop()
    },
  }
}

export interface BrowserHostProcess {
  readonly url: string
  stop(): Promise<void>
}

/** `keypilot open` without a display prints the address instead of opening a browser. */
export function startBrowserHost(throwaway: Throwaway): Promise<BrowserHostProcess> {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = throwaway.env
  const child = spawn(process.execPath, [resolve(root, 'out/cli.mjs'), 'open'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return new Promise((done, fail) => {
    let output = ''
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      fail(new Error(`the browser host printed no address: ${output}`))
    }, START_LIMIT_MS)
    const read = (chunk: Buffer) => {
      recordTraffic('terminal', chunk.toString())
      output += chunk.toString()
      const url = /http:\/\/127\.0\.0\.1:\d+\/#c=[0-9a-f]+/.exec(output)?.[0]
      if (url === undefined) return
      clearTimeout(timer)
      done({ url, stop })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
  })
}

/** Debian's Chromium where it is, Playwright's own elsewhere. */
export function chromiumProgram(): { executablePath?: string } {
  const program = process.env.KEYPILOT_CHROMIUM ?? '/usr/bin/chromium'
  return existsSync(program) ? { executablePath: program } : {}
}

export function chromiumArguments(): string[] {
  const asRoot = process.getuid?.() === 0
  return [
    ...(asRoot ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
}
