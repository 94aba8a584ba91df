/** What is the same for every test file of a run, such as the built interface, is made once. */

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    runFolder: string
  }
}

const LIMIT_MS = 120_000

/** Called by the runner, before and after all files. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'keypilot-run-'))
  project.provide('runFolder', folder)
  return () => rm(folder, { recursive: true, force: true })
}

/**
 * Made by the file that asks first; the others wait for it. Nobody may write to it afterwards.
 *
 * @returns the folder that `make` has filled
 */
export async function oncePerRun(
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(inject('runFolder'), name)
  const [done, failed] = [`${folder}.done`, `${folder}.failed`]
  const isFirst = await mkdir(folder).then(
    () => true,
    () => false,
  )
  if (isFirst) {
    await make(folder).catch(async (error: unknown) => {
      await writeFile(failed, '')
      throw error
    })
    await writeFile(done, '')
    return folder
  }
  const deadline = performance.now() + LIMIT_MS
  while (!existsSync(done)) {
    if (existsSync(failed)) throw new Error(`${name} could not be made; another file says why`)
    if (performance.now() > deadline) throw new Error(`${name} is still being made`)
    await sleep(50)
  }
  return folder
}
