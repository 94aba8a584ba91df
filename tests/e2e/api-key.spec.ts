/** The API key in a real Electron on a desktop without a password store, as this one is. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { expect, test } from './support/runpod.ts'

interface PageWithBridge {
  readonly keypilot: { call(method: string, params: object): Promise<unknown> }
}

function call(page: Page, method: string, params: object): Promise<unknown> {
  return page.evaluate(
    ([name, given]) => (window as unknown as PageWithBridge).keypilot.call(name, given),
    [method, params] as const,
  )
}

test('is kept in memory where the desktop could only store it readable', async ({
  keypilot,
  throwaway,
  runpod,
  hostKind,
}) => {
  test.skip(hostKind !== 'electron', 'the browser host stores no secrets')
  const { page } = keypilot
  expect(await call(page, 'runpod.status', {})).toMatchObject({
    ok: true,
    value: {
      source: null,
      storage: { encrypted: false, detail: expect.stringContaining('password store') },
    },
  })
  const set = await call(page, 'runpod.setApiKey', { apiKey: runpod.apiKey })
  expect(set).toMatchObject({ ok: true, value: { source: 'this-run' } })
  expect(await call(page, 'runpod.pods', {})).toMatchObject({ ok: true, value: { pods: [] } })
  expect(runpod.requests.map(({ bearer }) => bearer)).toEqual(['right', 'right', 'right'])
  expect(runpod.requests[0]?.headers['user-agent']).toMatch(/^Keypilot\/\d/)
  const entries = await readdir(throwaway.dataDir, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((each) => each.isFile())) {
    const text = await readFile(join(entry.parentPath, entry.name), 'latin1')
    expect(text.includes(runpod.apiKey), entry.name).toBe(false)
  }
})
