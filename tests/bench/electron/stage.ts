/** The tests' Electron runtime with an app in its resources, as a packaged one has it. Linux only. */

import { link, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Why no window can be measured here; null when one can. */
export function whyNoElectron(): string | null {
  if (process.platform !== 'linux') return 'measured on Linux only'
  if (electronProgram() !== '') return null
  return process.env.KEYPILOT_BENCH_ELECTRON_MISSING ?? 'started without tests/bench/run.mjs'
}

/** @returns the program that opens Keypilot as it was built for this run */
export async function stageKeypilot(folder: string): Promise<string> {
  return stage(folder, async (app) => {
    await symlink(process.env.KEYPILOT_BENCH_APP ?? '', join(app, 'out'))
    await symlink(join(process.cwd(), 'package.json'), join(app, 'package.json'))
  })
}

/** @returns the program that opens an app of these files, by name */
export async function stageFiles(
  folder: string,
  files: { readonly [name: string]: string },
): Promise<string> {
  return stage(folder, async (app) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(app, name), text)
  })
}

/** Links the runtime into `folder`, which may not be on another disk. */
async function stage(folder: string, fill: (app: string) => Promise<void>): Promise<string> {
  const original = electronProgram()
  const program = join(folder, basename(original))
  const app = join(folder, 'resources/app')
  await rm(folder, { recursive: true, force: true })
  await mkdir(app, { recursive: true })
  for (const name of await readdir(dirname(original))) {
    if (name === 'resources' || name === basename(original)) continue
    await symlink(join(dirname(original), name), join(folder, name))
  }
  // A hard one: the program looks for resources beside its own real path.
  await link(original, program)
  await fill(app)
  return program
}

function electronProgram(): string {
  return process.env.KEYPILOT_BENCH_ELECTRON ?? ''
}
