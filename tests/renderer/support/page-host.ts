/**
 * Builds the interface, once for all files of a run, and serves it under the strict content security
 * policy, then opens it in Chromium with the fake Bridge. Any policy violation or page error fails
 * the test that caused it.
 */

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { build } from 'vite'
import { PAGE_HEADERS } from '../../../app/page-headers.ts'
import { oncePerRun } from '../../support/once-per-run.ts'
import type { Scenario } from './fake-bridge.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const FAKE_SCRIPT = 'fake.js'
const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export interface PageHost {
  /** The built interface. */
  readonly folder: string
  /** Opens a page; `errors` gathers violations, exceptions and console errors. */
  open(
    scenario: Scenario,
    options?: BrowserContextOptions & { readonly hash?: string; readonly withoutHost?: boolean },
  ): Promise<{ readonly page: Page; readonly errors: readonly string[] }>
  close(): Promise<void>
}

/** Chromium of the system where there is one, else the one Playwright was told to install. */
export async function launchChromium(...options: readonly string[]): Promise<Browser> {
  const system = '/usr/bin/chromium'
  return await chromium.launch({
    ...(existsSync(system) && { executablePath: system }),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...options],
  })
}

export async function startPageHost(): Promise<PageHost> {
  const folder = await oncePerRun('interface', async (made) => {
    await buildInterface(join(made, 'page'))
    await buildFakeHost(join(made, 'fake'))
  })
  const fakeScript = await readFile(join(folder, 'fake', FAKE_SCRIPT), 'utf8')
  const server = await serve(join(folder, 'page'))
  const browser = await launchChromium()
  const { port } = server.address() as AddressInfo
  return {
    folder: join(folder, 'page'),
    async open(scenario, { hash = '', withoutHost = false, ...options } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1100, height: 800 },
        reducedMotion: 'reduce',
        ...options,
      })
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await context.addInitScript(`window.scenario = ${JSON.stringify(scenario)}`)
      if (!withoutHost) await context.addInitScript({ content: fakeScript })
      const page = await context.newPage()
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      await page.goto(`http://127.0.0.1:${port}/${hash}`)
      await page.locator('h1').waitFor()
      return { page, errors }
    },
    async close() {
      await browser.close()
      server.close()
    },
  }
}

/** As it is shipped: the test runner's NODE_ENV would build React's development version. */
async function buildInterface(outDir: string): Promise<void> {
  const environment = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  await build({
    root: join(ROOT, 'renderer'),
    base: './',
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome130',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
    },
  })
  process.env.NODE_ENV = environment
}

async function buildFakeHost(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir,
      lib: {
        entry: join(ROOT, 'tests/renderer/support/fake-host.ts'),
        formats: ['iife'],
        name: 'fakeHost',
        fileName: () => FAKE_SCRIPT,
      },
    },
  })
}

/** Only files that were there at the start, by their exact address. */
async function serve(folder: string): Promise<Server> {
  const names = await readdir(folder, { recursive: true })
  const files = new Map(names.map((name) => [`/${name}`, join(folder, name)]))
  files.set('/', join(folder, 'index.html'))
  const server = createServer(async (request, response) => {
    const file = files.get(request.url ?? '')
    if (file === undefined || extname(file) === '') {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      ...PAGE_HEADERS,
    })
    response.end(await readFile(file))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
