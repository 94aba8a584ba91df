/** Writes down what a running Keypilot gave to its page and its log, for the search for secrets. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright/test'
import { recordPrivateKeys, recordTraffic } from '../../support/traffic/record.ts'
import type { RunningKeypilot } from './hosts.ts'
import type { Throwaway } from './throwaway.ts'

/** Call it when the page is there; the returned function when the test is over, before closing. */
export async function listenIn(
  keypilot: RunningKeypilot,
  throwaway: Throwaway,
): Promise<() => Promise<void>> {
  const { page, electronApp } = keypilot
  page.on('console', (message) => recordTraffic('page', message.text()))
  const collect = electronApp === null ? listenToHttp(page) : await listenToIpc(electronApp)
  return async () => {
    await collect()
    recordTraffic('page', await page.content().catch(() => ''))
    recordTraffic('page', await page.evaluate(storageText).catch(() => ''))
    for (const text of filesBelow(join(throwaway.dataDir, 'logs'))) recordTraffic('log', text)
    for (const text of filesBelow(throwaway.sshDir)) recordPrivateKeys(text)
  }
}

function listenToHttp(page: Page): () => Promise<void> {
  const bodies: Promise<string>[] = []
  page.on('response', (response) => {
    // The stream of events has no end to wait for; what it carries is seen in the page.
    if (response.url().includes('/rpc/')) bodies.push(response.text().catch(() => ''))
  })
  return async () => {
    for (const body of await Promise.all(bodies)) recordTraffic('http', body)
  }
}

/** Wraps the handler in the main process, and what is sent to windows. */
async function listenToIpc(app: ElectronApplication): Promise<() => Promise<void>> {
  const carried = await app.evaluateHandle(({ ipcMain, webContents }) => {
    const texts: string[] = []
    const handlers = (
      ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> }
    )._invokeHandlers
    const rpc = handlers.get('rpc')
    if (rpc === undefined) throw new Error('there is no rpc handler to listen to')
    handlers.set('rpc', async (...args) => {
      const answer = await rpc(...args)
      texts.push(JSON.stringify(answer) ?? '')
      return answer
    })
    for (const contents of webContents.getAllWebContents()) {
      const send = contents.send.bind(contents)
      contents.send = (channel, ...args) => {
        texts.push(JSON.stringify(args))
        send(channel, ...args)
      }
    }
    return texts
  })
  return async () => {
    for (const text of await carried.jsonValue()) recordTraffic('ipc', text)
  }
}

function storageText(): string {
  return JSON.stringify([{ ...localStorage }, { ...sessionStorage }])
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(folder, entry.name), 'latin1'))
  } catch {
    return []
  }
}
