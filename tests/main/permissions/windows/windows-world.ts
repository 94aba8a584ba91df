/** One file on a simulated Windows, and everything that can be done to it. */

import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { CheckedKind } from '../../../../main/contract/methods.ts'
import type { CheckedFile, PlatformContext } from '../../../../main/permissions/platform.ts'
import { createWindowsPlatform } from '../../../../main/permissions/windows/platform.ts'
import { resolvePaths } from '../../../../main/storage/index.ts'
import { type List, type SimulationOptions, simulateWindows } from './simulated-windows.ts'

export const READ = '0x1200a9'
export const CHANGE = '0x1301bf'

export const context: PlatformContext = {
  paths: resolvePaths(),
  sshClient: { path: 'C:\\x\\ssh.exe', version: 'OpenSSH_for_Windows_9.5p1', flavour: 'windows' },
  strictFolders: [],
}

export const folder = await realpath(await mkdtemp(join(homedir(), "Jörg's keys [1] $x ")))
export const path = join(folder, 'id_ed25519')

/** As it was at the start, whatever a test made of it. */
export async function freshFile(): Promise<void> {
  await rm(path, { force: true })
  await writeFile(path, 'a key')
}

export function world(
  list: List,
  options: SimulationOptions = {},
  kind: CheckedKind = 'private-key',
) {
  const windows = simulateWindows(options)
  windows.lists.set(path, list)
  const platform = createWindowsPlatform(windows.calls)
  const file: CheckedFile = { path, target: null, kind }
  const judge = async () => platform.judge(file, await platform.look(path), context)
  const repair = async () => {
    const snapshot = await platform.look(path)
    const [fault] = await platform.judge(file, snapshot, context)
    if (fault === undefined) throw new Error('nothing to repair')
    await platform.apply(file, snapshot, fault)
    return { snapshot, fault }
  }
  return { windows, platform, file, judge, repair }
}
