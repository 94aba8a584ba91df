/** The desktop app, real Electron, driven through the bridge of its page and its links. */

import { readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CDPSession, ElectronApplication, Page } from 'playwright/test'
import type { MethodName, Params, Result, Value } from '../../../main/contract/methods.ts'
import { countProcess, filesBelow, type PageHeld, type ProcessHeld } from './holdings.ts'
import type { SoakHost } from './host.ts'
import { objectsIn } from './objects.ts'
import type { SoakFolders } from './place.ts'

/** The last one is where the page stands whenever it is counted. */
const SCREENS = ['Connections', 'Health', 'Settings', 'Keys']

/** Of an app that was just started, with these folders in its environment. */
export async function startElectronSoak(
  app: ElectronApplication,
  page: Page,
  { sshDir, dataDir, temporary }: SoakFolders,
): Promise<SoakHost> {
  const warnings = await app.evaluateHandle(({ dialog }) => {
    // Native dialogs cannot be pressed by a driver.
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })
    const told: string[] = []
    process.on('warning', ({ name, message }) => told.push(`${name}: ${message}`))
    return told
  })
  const session = await page.context().newCDPSession(page)
  const renderer = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getOSProcessId()),
  )
  const pid = renderer[0] ?? 0
  const main = await app.evaluate(() => process.pid)
  return {
    call: <M extends MethodName>(method: M, params: Params<M>) => callBridge(page, method, params),
    lookAround: () => lookAround(page),
    count: async () => ({
      process: { ...(await countMain(app)), openFiles: await openFilesOf(main, dataDir) },
      page: await countPage(session, pid),
      files: await filesBelow([sshDir, dataDir, temporary]),
    }),
    objects: async () => ({
      process: await objectsIn(await mainSnapshot(app, join(dirname(dataDir), 'main'))),
      page: await objectsIn(await pageSnapshot(session, join(dirname(dataDir), 'page'))),
    }),
    warnings: () => warnings.jsonValue(),
    close: () => app.close(),
  }
}

async function callBridge<M extends MethodName>(
  page: Page,
  method: M,
  params: Params<M>,
): Promise<Value<M>> {
  const result = (await page.evaluate(
    ([name, value]) => {
      const { keypilot } = window as unknown as {
        keypilot: { call(method: unknown, params: unknown): Promise<unknown> }
      }
      return keypilot.call(name, value)
    },
    [method, params] as const,
  )) as Result<Value<M>>
  if (!result.ok) throw new Error(`${method}: ${result.error.code}: ${result.error.message}`)
  return result.value
}

async function lookAround(page: Page): Promise<void> {
  const links = page.getByRole('navigation', { name: 'Screens' })
  for (const name of SCREENS) {
    await links.getByRole('link', { name, exact: true }).click()
    await page.getByRole('heading', { name, level: 1, exact: true }).waitFor()
  }
}

async function countMain(app: ElectronApplication): Promise<ProcessHeld> {
  const ofElectron = await app.evaluate((electron) => {
    const { app: one, ipcMain, nativeTheme, session, BrowserWindow, webContents } = electron
    const all: NodeJS.EventEmitter[] = [
      ...[one, ipcMain, nativeTheme, session.defaultSession],
      ...BrowserWindow.getAllWindows(),
      ...webContents.getAllWebContents(),
    ]
    const count = (emitter: NodeJS.EventEmitter) =>
      emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0)
    return all.reduce((sum, emitter) => sum + count(emitter), 0)
  })
  const held = await app.evaluate(countProcess)
  return { ...held, listeners: held.listeners + ofElectron }
}

async function countPage(session: CDPSession, pid: number): Promise<PageHeld> {
  for (let round = 0; round < 2; round += 1) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return {
    heapBytes: usedSize,
    rssBytes: kilobytes === undefined ? null : Number(kilobytes) * 1_024,
    nodes,
    listeners: jsEventListeners,
    openFiles: await openFilesOf(pid, null),
  }
}

function mainSnapshot(app: ElectronApplication, file: string): Promise<string> {
  return app.evaluate(
    (_electron, path) => process.getBuiltinModule('node:v8').writeHeapSnapshot(path),
    file,
  )
}

async function pageSnapshot(session: CDPSession, file: string): Promise<string> {
  const parts: string[] = []
  const gather = ({ chunk }: { chunk: string }) => parts.push(chunk)
  session.on('HeapProfiler.addHeapSnapshotChunk', gather)
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  session.off('HeapProfiler.addHeapSnapshotChunk', gather)
  await writeFile(file, parts)
  return file
}

/** But for those of Chromium's profile, which it opens when it likes; null where nobody can tell. */
async function openFilesOf(pid: number, dataDir: string | null): Promise<number | null> {
  const folder = `/proc/${pid}/fd`
  const names = await readdir(folder).catch(() => null)
  if (names === null) return null
  const profile = dataDir === null ? null : join(dataDir, 'electron/')
  const targets = await Promise.all(
    names.map((name) => readlink(join(folder, name)).catch(() => '')),
  )
  return targets.filter((target) => profile === null || !target.startsWith(profile)).length
}
