import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findProgram, programFolders } from '../../../main/system/program-path.ts'
import { run } from '../../../main/system/run.ts'

let folder: string
let trusted: string
const oldPath = process.env.PATH

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keypilot-path-'))
  trusted = join(folder, 'trusted')
  await mkdir(trusted)
})
afterAll(async () => {
  process.env.PATH = oldPath ?? ''
  await rm(folder, { recursive: true, force: true })
})

async function put(path: string, says: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\necho ${says}\n`)
  await chmod(path, 0o755)
}

describe('a program in the current folder', () => {
  it('is never taken for the one on PATH', async () => {
    await put(join(folder, 'keypilot-probe'), 'planted')
    await put(join(trusted, 'keypilot-probe'), 'trusted')
    process.env.PATH = `.::trusted:${trusted}:${oldPath}`
    const { stdout } = await run(['keypilot-probe'], { timeoutMs: 5_000, cwd: folder })
    expect(stdout.trim()).toBe('trusted')
  })

  it('is no program when PATH has none of that name', async () => {
    await put(join(folder, 'keypilot-only-here'), 'planted')
    process.env.PATH = `.:${oldPath}`
    const started = run(['keypilot-only-here'], { timeoutMs: 5_000, cwd: folder })
    await expect(started).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('PATH', () => {
  it('gives its absolute folders in order, for both kinds of system', () => {
    expect(programFolders({ platform: 'linux', env: { PATH: '.:/a::b:/c' } })).toEqual(['/a', '/c'])
    const env = { path: 'C:\\a;.;"C:\\b b";;relative' }
    expect(programFolders({ platform: 'win32', env })).toEqual(['C:\\a', 'C:\\b b'])
  })

  it('is not asked for anything but a bare name', async () => {
    const search = { platform: 'linux', env: { PATH: trusted } } as const
    await put(join(trusted, 'plain'), 'plain')
    await writeFile(join(trusted, 'text'), 'not a program')
    expect(await findProgram('plain', search)).toBe(join(trusted, 'plain'))
    expect(await findProgram('../trusted/plain', search)).toBeNull()
    expect(await findProgram('text', search)).toBeNull()
  })
})
