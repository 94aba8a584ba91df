/** A sample of tests/app/hostile.test.ts through the real page: every method, by the bridge. */

import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hostileTexts } from '../app/hostile-params.ts'
import { SAMPLES } from '../app/samples.ts'
import { test as base, expect, expectUntouched, shellOf } from './support/electron-shell.ts'

const SECRET_TEXT = 'canary-of-the-file-outside-9e30'

const test = base.extend({
  // Nothing that a call might start is there but what fails at once.
  throwaway: async ({ throwaway }, use) => {
    const bin = join(throwaway.home, 'bin')
    await mkdir(bin)
    for (const name of ['ssh', 'ssh-keygen', 'ssh-add', 'xterm', 'x-terminal-emulator']) {
      await writeFile(join(bin, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    }
    await use({ ...throwaway, env: { ...throwaway.env, PATH: bin } })
  },
})

test('a page that was taken over calls every method in vain', async ({ keypilot, throwaway }) => {
  test.setTimeout(180_000)
  const secretFile = join(throwaway.home, 'outside.txt')
  const touched = join(throwaway.home, 'touched')
  await writeFile(secretFile, SECRET_TEXT)
  await shellOf(keypilot).evaluate(({ dialog, shell }) => {
    dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false })
    shell.openExternal = async () => {}
    shell.openPath = async () => ''
    shell.showItemInFolder = () => {}
  })
  const texts = hostileTexts({ secretFile, touched })
  const calls = Object.entries(SAMPLES).flatMap(([method, { params }], index) =>
    Object.entries(params)
      .filter(([, value]) => typeof value === 'string')
      .flatMap(([name], field) =>
        // A third of the texts for each field, and each text for many fields.
        texts
          .filter((_, place) => place % 3 === (index + field) % 3)
          .map((text) => [method, { ...params, [name]: text }] as const),
      ),
  )
  expect(calls.length).toBeGreaterThan(500)
  const answers = await keypilot.page.evaluate(async (all) => {
    const { keypilot: bridge } = window as unknown as {
      keypilot: {
        call(method: string, params: unknown, id: string): Promise<unknown>
        cancel(id: string): void
      }
    }
    const seen: string[] = []
    const waiting = [...all]
    const work = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const id = `hostile-${waiting.length}`
        const stop = setTimeout(() => bridge.cancel(id), 100)
        seen.push(JSON.stringify(await bridge.call(next[0], next[1], id).catch(String)))
        clearTimeout(stop)
      }
    }
    await Promise.all([work(), work(), work(), work()])
    return seen
  }, calls)
  expect(answers).toHaveLength(calls.length)
  expect(answers.filter((answer) => !/^\{"ok":(true|false)/.test(answer))).toEqual([])
  expect(answers.filter((answer) => answer.includes('"code":"internal"'))).toEqual([])
  expect(answers.filter((answer) => answer.includes(SECRET_TEXT))).toEqual([])
  await expect(access(touched)).rejects.toThrow()
  expect(await readFile(secretFile, 'utf8')).toBe(SECRET_TEXT)
  const known = ['.config', '.ssh', 'bin', 'keypilot-data', 'outside.txt']
  expect(known).toEqual(
    expect.arrayContaining(
      (await readdir(throwaway.home)).filter((name) => !/^\.(cache|local|pki|dbus)$/.test(name)),
    ),
  )
  await expectUntouched(keypilot)
})
