/** Looks for files with a password in them, and removes those that were chosen. */

import { randomBytes } from 'node:crypto'
import { printable, type RemoteShell } from '../../connection/index.ts'
import { AppError } from '../../contract/errors.ts'
import type { PasswordTrace } from '../../contract/methods.ts'
import { TRACE_PATHS, traceScript } from './trace-script.ts'

const LIMIT_MS = 15_000

const WHY: readonly string[] = [
  'Holds the password of root in clear text, as the community’s password script writes it.',
  'A guide for Windows by the community’s password script, with the password of root in it.',
  'A guide for Linux and Mac by the community’s password script, with the password of root in it.',
]

/** @throws {AppError} `invalid-value` for a path that is none of the script's */
export function indexesOf(paths: readonly string[]): readonly number[] {
  return [...new Set(paths)].map((path) => {
    const index = TRACE_PATHS.indexOf(path)
    if (index >= 0) return index
    throw new AppError(
      'invalid-value',
      `Keypilot removes only the files that the community’s password script is known to leave. “${printable(path, 100)}” is none of them, so nothing was removed.`,
    )
  })
}

/**
 * @param removes indexes of the files to remove first
 * @throws {AppError} `service-error` when the server's answer cannot be understood
 */
export async function lookForTraces(
  shell: RemoteShell,
  removes: readonly number[] = [],
): Promise<readonly PasswordTrace[]> {
  const mark = `keypilot-${randomBytes(8).toString('hex')}`
  const { text } = await shell.run(traceScript(mark, removes), LIMIT_MS)
  return readTraces(text, mark)
}

export function readTraces(text: string, mark: string): readonly PasswordTrace[] {
  const lines = text.split(/\r?\n/)
  if (!lines.includes(`${mark} end`)) {
    throw new AppError(
      'service-error',
      'The login worked, but the server did not say what stands in /workspace. Look there in the web terminal: ls -l /workspace',
    )
  }
  return lines.flatMap((line) => {
    const [, index, bytes] = new RegExp(`^${mark} (\\d) (\\d{1,6})$`).exec(line) ?? []
    const path = TRACE_PATHS[Number(index)]
    if (index === undefined || path === undefined) return []
    return [{ path, bytes: Number(bytes), detail: WHY[Number(index)] ?? '' }]
  })
}
