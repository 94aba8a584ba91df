/** A bug of our own while a passphrase is in flight: what is left of it on the disk. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { electronMissing, electronProgram, startElectron } from './support/hosts.ts'
import { expect, test } from './support/keypilot.ts'

const PASSPHRASE = 'crash canary 2d7a-passphrase'

test('a crash writes down what happened, and neither passphrase nor memory', async ({
  throwaway,
}, info) => {
  info.skip(electronProgram === undefined, electronMissing)
  const { page, electronApp } = await startElectron(throwaway)
  if (electronApp === null) throw new Error('not running in Electron')
  await expect(page.locator('h1')).toBeVisible()
  const closed = electronApp.waitForEvent('close')
  await electronApp.evaluate(({ dialog, ipcMain }, passphrase) => {
    // Nobody is there to press the button of the dialog.
    dialog.showMessageBoxSync = (...args: unknown[]) => {
      const { buttons = [] } = args.at(-1) as { buttons?: string[] }
      return buttons.indexOf('Close')
    }
    const { _invokeHandlers } = ipcMain as unknown as {
      _invokeHandlers: Map<string, (event: object, message: { method?: string }) => unknown>
    }
    const rpc = _invokeHandlers.get('rpc')
    _invokeHandlers.set('rpc', (event, message) => {
      if (message.method === 'keys.generate') {
        // In a turn of its own, as an error that nobody waits for.
        setImmediate(() => {
          throw new Error(`deep inside a library: ${passphrase}`)
        })
      }
      return rpc?.(event, message)
    })
  }, PASSPHRASE)
  await page
    .evaluate((passphrase) => {
      const { keypilot } = window as unknown as {
        keypilot: { call(method: string, params: object): Promise<unknown> }
      }
      const params = { name: 'id_rsa', type: 'rsa', bits: 4096, comment: 'c', passphrase }
      return keypilot.call('keys.generate', params)
    }, PASSPHRASE)
    .catch(() => {})
  await closed
  const entries = await readdir(throwaway.home, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  let log = ''
  for (const { parentPath, name } of files) {
    const text = await readFile(join(parentPath, name), 'latin1')
    expect(text.includes(PASSPHRASE), name).toBe(false)
    if (name.endsWith('.log')) log += text
  }
  expect(log).toContain('deep inside a library: [removed]')
  expect(files.map(({ name }) => name).filter((name) => /\.dmp$|^core(\.|$)/.test(name))).toEqual(
    [],
  )
})
