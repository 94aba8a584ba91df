/** Plans are files of the data folder: what somebody made of one there must do no harm. */

import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { privateKeyFindingId } from '../../../main/permissions/index.ts'
import { makeHome } from './support/make-service.ts'

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o7777).toString(8)
}

async function planned() {
  const home = await makeHome({ keys: ['key'] })
  const key = await home.put('key', 0o644)
  const plan = await home.service.plan([privateKeyFindingId(key)])
  return { home, key, plan: plan.id }
}

type Stored = { made?: number; steps: { [name: string]: { [name: string]: unknown } }[] }

function edited({ made, steps }: Stored, part: string, change: object): Stored {
  return {
    made: made ?? 0,
    steps: steps.map((step) => ({ ...step, [part]: { ...step[part], ...change } })),
  }
}

describe.skipIf(process.platform === 'win32')('a plan that was edited', () => {
  test.each<[string, (stored: Stored) => unknown]>([
    ['no time', ({ steps }) => ({ steps })],
    ['no steps', ({ made }) => ({ made })],
    ['a step of another form', ({ made }) => ({ made, steps: [null] })],
    ['a relative path', (stored) => edited(stored, 'file', { path: 'key' })],
    ['an unknown kind', (stored) => edited(stored, 'file', { kind: 'any' })],
    ['a mode that is none', (stored) => edited(stored, 'snapshot', { mode: '0644' })],
  ])('a plan that was edited (%s) is no plan', async (_, edit) => {
    const { home, plan, key } = await planned()
    const file = join(home.paths.dataDir, 'permission-plans', `${plan}.json`)
    const stored = JSON.parse(await readFile(file, 'utf8')) as Stored
    await writeFile(file, JSON.stringify(edit(stored)))
    await expect(home.service.repair(plan)).rejects.toMatchObject({ code: 'not-found' })
    expect(await modeOf(key)).toBe('644')
  })

  test('a plan edited to another mode, or to a file in order, changes nothing', async () => {
    const { home, plan, key } = await planned()
    const other = await home.put('other', 0o644)
    const file = join(home.paths.dataDir, 'permission-plans', `${plan}.json`)
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replaceAll('"mode":384', '"mode":511').replaceAll('600', '777'))
    expect(await home.service.repair(plan)).toMatchObject({
      repaired: [],
      failed: [{ path: key }],
    })
    const again = await home.service.plan([privateKeyFindingId(key)])
    const next = join(home.paths.dataDir, 'permission-plans', `${again.id}.json`)
    await writeFile(next, (await readFile(next, 'utf8')).replaceAll(key, other))
    expect(await home.service.repair(again.id)).toMatchObject({ repaired: [] })
    expect([await modeOf(key), await modeOf(other)]).toEqual(['644', '644'])
  })
})
