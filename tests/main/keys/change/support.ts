/** Contexts that answer and remember, and pictures of folders to compare. */

import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallProgress, ConfirmPrompt, KeyPair } from '../../../../main/contract/methods.ts'
import type { TestFolder } from '../support.ts'

export interface AskedContext {
  readonly signal: AbortSignal
  confirm(prompt: ConfirmPrompt): Promise<boolean>
  progress(progress: CallProgress): void
  readonly prompts: readonly ConfirmPrompt[]
  readonly details: readonly string[]
}

/** A person who says yes or no to everything. */
export function person(accept: boolean, signal?: AbortSignal): AskedContext {
  const prompts: ConfirmPrompt[] = []
  const details: string[] = []
  return {
    signal: signal ?? new AbortController().signal,
    confirm: async (prompt) => {
      prompts.push(prompt)
      return accept
    },
    progress: ({ progress }) => {
      if ('detail' in progress) details.push(progress.detail)
    },
    prompts,
    details,
  }
}

/** Fails the test when anything is asked. */
export function nobody(signal?: AbortSignal): AskedContext {
  return {
    ...person(false, signal),
    confirm: () => Promise.reject(new Error('a question where none was expected')),
  }
}

/** The key of that name, as the list has it. */
export async function named(folder: TestFolder, name: string): Promise<KeyPair> {
  const found = (await folder.service.list()).find((pair) => pair.name === name)
  if (found === undefined) throw new Error(`no key ${name} in the list`)
  return found
}

/** What names the key of that name, and no other file of it. */
export async function refTo(folder: TestFolder, name: string) {
  const { id, privateKeyPath, publicKeyPath } = await named(folder, name)
  const path = privateKeyPath ?? publicKeyPath
  return path === null ? { id } : { id, path }
}

/** Every name under a folder with kind, mode and content; two equal pictures are two equal folders. */
export async function picture(dir: string): Promise<ReadonlyMap<string, string>> {
  const rows = new Map<string, string>()
  const names = await readdir(dir, { recursive: true }).catch(() => [])
  for (const name of names.sort()) {
    const path = join(dir, name)
    const stats = await lstat(path)
    const mode = (stats.mode & 0o7777).toString(8)
    if (stats.isSymbolicLink()) rows.set(name, `link ${await readlink(path)}`)
    else if (stats.isFile()) rows.set(name, `${mode} ${await readFile(path, 'base64')}`)
    else rows.set(name, `${mode} other`)
  }
  return rows
}
