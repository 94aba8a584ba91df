/** Takes the host keys of one name out of the files, as one change that Undo takes back. */

import type { ConfirmPrompt, HostParams } from '../contract/methods.ts'
import { changeFiles, type FileStep, type Paths } from '../storage/index.ts'
import { removableLines, removeName } from './edit.ts'
import type { KeyLine } from './judge.ts'
import { knownHostName } from './matching.ts'
import { type File, readFiles } from './read-files.ts'

export interface Affected {
  readonly path: string
  readonly lines: readonly KeyLine[]
}

export function findRemovable(
  files: readonly File[],
  { host, port }: HostParams,
): readonly Affected[] {
  return files
    .map(({ path, bytes }) => ({ path, lines: removableLines(bytes, host, port) }))
    .filter(({ lines }) => lines.length > 0)
}

/**
 * Lines that appeared since the question was asked stay.
 *
 * @returns the id of the backup; null when the lines are gone already
 * @throws {AppError} `changed-meanwhile` and the errors of `changeFiles`; nothing is changed then
 */
export async function removeLines(
  paths: Paths,
  affected: readonly Affected[],
  { host, port }: HostParams,
): Promise<string | null> {
  const now = await readFiles(affected.map(({ path }) => path))
  const steps = now.flatMap(({ path, bytes }): readonly FileStep[] => {
    const lines = affected.find((each) => each.path === path)?.lines ?? []
    const data = removeName(bytes, host, port, new Set(lines.map(({ raw }) => raw)))
    return data.equals(bytes) ? [] : [{ kind: 'replace', path, data, expected: bytes }]
  })
  const title = `Forgot the host key of ${knownHostName(host, port)}`
  const { backup } = await changeFiles(paths, steps, { title })
  return backup
}

export function forgetPrompt(name: string, affected: readonly Affected[]): ConfirmPrompt {
  const rows = affected.flatMap(({ path, lines }) =>
    lines.map(
      (line) => `${path} line ${line.number}: ${line.key.typeWord} ${line.key.fingerprint.sha256}`,
    ),
  )
  const others = affected.some(({ lines }) => lines.some((line) => line.hosts.includes(',')))
  return {
    title: `Forget the host key of ${name}?`,
    detail: [
      `Only ${name} is removed from:`,
      ...rows,
      ...(others ? ['Other names on the same line stay.'] : []),
      'The next connection will show the key that answers then, as if for the first time. A copy of the file is kept in the backup folder.',
    ].join('\n'),
    action: 'Forget host key',
  }
}
