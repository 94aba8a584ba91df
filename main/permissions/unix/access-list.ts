/**
 * Notices access lists beside the mode, with nothing but `ls`: POSIX access lists show as a `+`
 * behind the mode, macOS prints its own below the file.
 */

import type { CheckedKind } from '../../contract/methods.ts'
import { run } from '../../system/run.ts'

const TIMEOUT_MS = 10_000
const BATCH = 500

export interface AccessLists {
  /** Entries that let someone in (macOS), or one empty entry for "there is a list" (Linux). */
  entriesOf(path: string): Promise<readonly string[]>
}

/** Asks for many files at once: starting a program for each of thousands would take minutes. */
export function createAccessLists(platform: NodeJS.Platform = process.platform): AccessLists {
  const waiting: {
    readonly path: string
    readonly answer: (entries: readonly string[]) => void
  }[] = []
  let isAsking = false
  // One program at a time: what is asked meanwhile gathers for the next.
  const askAll = async () => {
    isAsking = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH)
      const paths = batch.map(({ path }) => path)
      const answers = await ask(paths, platform).catch(() => [])
      for (const [index, { answer }] of batch.entries()) answer(answers[index] ?? [])
    }
    isAsking = false
  }
  return {
    entriesOf: (path) =>
      new Promise((answer) => {
        waiting.push({ path, answer })
        if (!isAsking) void askAll()
      }),
  }
}

async function ask(
  paths: readonly string[],
  platform: NodeJS.Platform,
): Promise<readonly (readonly string[])[]> {
  // Unsorted, so that the answers come in the order of the questions; odd letters of names escaped.
  const options = platform === 'darwin' ? '-ldefq' : '-ldUb'
  const env = { ...process.env, LC_ALL: 'C' }
  const { stdout } = await run(['ls', options, '--', ...paths], { timeoutMs: TIMEOUT_MS, env })
  const answers = platform === 'darwin' ? parseMacLs(stdout) : parseLs(stdout)
  // A file that vanished meanwhile shifts the rest: better no answer than a wrong one.
  return answers.length === paths.length ? answers : []
}

/** Of `ls -ld`: one line per file. */
export function parseLs(output: string): readonly (readonly string[])[] {
  const lines = output.split('\n').filter((line) => line !== '')
  return lines.map((line) => (/^\S{10}\+/.test(line) ? [''] : []))
}

/** Of macOS' `ls -lde`: entries such as ` 0: user:bob allow read` follow the line of their file. */
export function parseMacLs(output: string): readonly (readonly string[])[] {
  const files: string[][] = []
  for (const line of output.split('\n')) {
    const entry = /^ +\d+: (.+)$/.exec(line)?.[1]
    if (entry === undefined && line !== '') files.push([])
    // Entries that deny let nobody in; every home folder of macOS has one.
    else if (entry !== undefined && / allow /.test(entry)) files.at(-1)?.push(entry)
  }
  return files
}

const REPLACE = ['delete', 'writesecurity', 'chown']
const CHANGE = ['write', 'append', ...REPLACE]

/** macOS' rights (chmod(1)) that let someone do harm, by what the file is to ssh. */
const HARMFUL: { readonly [K in CheckedKind]?: readonly string[] } = {
  'private-key': ['read', ...CHANGE],
  config: CHANGE,
  'included-config': CHANGE,
  'known-hosts': CHANGE,
  'authorized-keys': CHANGE,
  // New files get what a folder hands down.
  'ssh-folder': ['add_file', 'add_subdirectory', 'delete_child', 'file_inherit', ...REPLACE],
}

/** Whether macOS' access lists can do harm to such files. */
export function isHarmedByLists(kind: CheckedKind): boolean {
  return HARMFUL[kind] !== undefined
}

/** Of macOS' entries that allow: whether anyone but me and root gets more than looking. */
export function isHarmful(entry: string, kind: CheckedKind, myName: string): boolean {
  const [, who = '', rights = ''] = /^(.*?)(?: inherited)? allow (.*)$/.exec(entry) ?? []
  if (who === `user:${myName}` || who === 'user:root') return false
  return rights.split(',').some((right) => HARMFUL[kind]?.includes(right))
}
