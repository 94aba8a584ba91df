/** The one key of a test folder, and its repair by the fix that the list offers. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { KeyPair } from '../../../../main/contract/methods.ts'
import { quietContext, type TestFolder } from '../support.ts'

/** A call whose every question is answered with yes. */
export const yes = { ...quietContext(), confirm: async () => true }

export async function only(folder: TestFolder): Promise<KeyPair> {
  const [pair, ...others] = await folder.service.list()
  if (pair === undefined || others.length > 0) throw new Error('expected one key')
  return pair
}

/** Plans the repair, and carries out that plan. */
export async function repairOnly(
  folder: TestFolder,
  code: string,
  passphrase?: string,
): Promise<KeyPair> {
  const pair = await only(folder)
  const fix = pair.problems.find((problem) => problem.code === code)?.fix
  if (fix?.kind !== 'call') throw new Error(`no fix for ${code}: ${JSON.stringify(pair.problems)}`)
  expect(fix.method).toBe('keys.repair')
  const path = pair.privateKeyPath ?? pair.publicKeyPath
  expect(fix.params).toEqual({ id: pair.id, path, problem: code })
  const params = { id: pair.id, path: String(path), problem: code }
  const secret = passphrase === undefined ? {} : { passphrase }
  const plan = await folder.service.planRepair({ ...params, ...secret })
  return folder.service.repair({ ...params, ...secret, planId: plan.planId }, yes)
}

export const codesOf = ({ problems }: KeyPair) => problems.map(({ code }) => code)

export async function inBackups({ paths }: TestFolder, data: Buffer): Promise<boolean> {
  const entries = await readdir(paths.backupsDir, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((one) => one.isFile())) {
    if ((await readFile(join(entry.parentPath, entry.name))).equals(data)) return true
  }
  return false
}
