/** The lines of the ssh config that name a key, and how they follow it to another name. */

import { realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { LineChange, Problem } from '../../contract/methods.ts'
import {
  type IdentityReference,
  readConfigFile,
  readConfigTree,
  replaceIdentityPaths,
  whyUntouched,
} from '../../ssh-config/index.ts'
import type { FileStep, Paths } from '../../storage/index.ts'
import { note } from './notes.ts'
import { canonicalPath } from './pair-files.ts'

export interface ConfigEdits {
  readonly edits: readonly LineChange[]
  readonly steps: readonly Extract<FileStep, { readonly kind: 'replace' }>[]
  /** Lines that stay as they are. */
  readonly notes: readonly Problem[]
}

interface FollowingLine {
  readonly line: number
  readonly from: string
  readonly to: string
}

interface FollowingLines {
  /** As the config names it. */
  readonly file: string
  readonly lines: Map<number, FollowingLine>
}

/** What a `ssh -F` or the system-wide config says is not looked at: ssh reads them, we do not own them. */
export async function configEdits(
  paths: Paths,
  moves: readonly { readonly from: string; readonly to: string }[],
): Promise<ConfigEdits> {
  const { identities } = await readConfigTree(paths)
  const newNames = new Map<string, string>()
  for (const { from, to } of moves) newNames.set(await canonicalPath(from), basename(to))
  const byFile = new Map<string, FollowingLines>()
  const notes: Problem[] = []
  for (const one of identities) {
    const name = one.path === null ? undefined : newNames.get(await canonicalPath(one.path))
    if (one.path !== null && name !== undefined) {
      const to = join(dirname(one.path), name)
      // One file may be included twice: in two blocks, or by a link to it too.
      const real = await realpath(one.file).catch(() => one.file)
      const { file, lines } = byFile.get(real) ?? { file: one.file, lines: new Map() }
      lines.set(one.line, { line: one.line, from: one.path, to })
      byFile.set(real, { file, lines })
    } else if (one.path === null && mayMean(one, moves)) notes.push(unclearLine(one))
  }
  const edits: LineChange[] = []
  const steps: ConfigEdits['steps'][number][] = []
  for (const { file, lines } of byFile.values()) {
    const edited = await editFile(paths, file, [...lines.values()])
    edits.push(...edited.edits)
    steps.push(...edited.steps)
    notes.push(...edited.notes)
  }
  return { edits, steps, notes }
}

async function editFile(
  paths: Paths,
  file: string,
  lines: readonly FollowingLine[],
): Promise<ConfigEdits> {
  const reason = await whyUntouched(paths, file)
  const read = reason === null ? await readConfigFile(file) : null
  if (read?.kind !== 'data') {
    const why = reason ?? 'it cannot be read'
    return { edits: [], steps: [], notes: lines.map((line) => staysLine(file, line, why)) }
  }
  const data = replaceIdentityPaths(paths, read.data, lines)
  const before = textLines(read.data)
  const after = textLines(data)
  const edits = lines.map(({ line }) => ({
    file,
    line,
    before: before[line - 1] ?? '',
    after: after[line - 1] ?? '',
  }))
  const step = { kind: 'replace', path: file, data, expected: read.data } as const
  return { edits, steps: [step], notes: [] }
}

/**
 * Whether a value with tokens could turn out to be one of the files. A token stands for any text,
 * but a value that is one whole path of tokens says nothing and is not worth a note.
 */
function mayMean(one: IdentityReference, moves: readonly { readonly from: string }[]): boolean {
  const name = one.value.replaceAll('\\', '/').split('/').at(-1) ?? ''
  if (!name.includes('%') && !name.includes('$')) {
    return moves.some(({ from }) => basename(from) === name)
  }
  const parts = name.split(/%.|\$\{[^}]*\}/)
  if (parts.join('') === '') return false
  const pattern = new RegExp(`^${parts.map(escaped).join('.*')}$`)
  return moves.some(({ from }) => pattern.test(basename(from)))
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function unclearLine({ keyword, value, file, line }: IdentityReference): Problem {
  return note('line-not-clear', 'warning', {
    title: 'A line of the ssh config may mean this key',
    detail: `${file}, line ${line}, says “${keyword} ${value}”, and which file that is depends on the host or on where ssh is started. It stays as it is: look whether it means this key.`,
  })
}

function staysLine(file: string, { line, to }: FollowingLine, why: string): Problem {
  return note('line-not-changed', 'warning', {
    title: 'A line of the ssh config keeps the old name',
    detail: `${file}, line ${line}, names this key, but was left alone: ${why}. Change it there to ${to}.`,
  })
}

function textLines(data: Buffer): readonly string[] {
  return data
    .toString('utf8')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
}
