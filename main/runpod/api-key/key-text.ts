/** What an API key looks like, and where another program keeps one. */

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../contract/errors.ts'

/** RunPod's own are 48 characters long. */
const MAX_LENGTH = 512
const MAX_CONFIG_BYTES = 65_536

/**
 * The key without what a paste brings along at its ends.
 *
 * @throws {AppError} `invalid-value`; the message repeats nothing of the text
 */
export function checkKeyText(text: string): string {
  const key = text.trim()
  const problem = problemOf(key)
  if (problem === null) return key
  throw new AppError(
    'invalid-value',
    `This is not an API key: ${problem}. Copy the key once more from RunPod’s settings, under API Keys; it is one word and starts with “rpa_”.`,
  )
}

function problemOf(key: string): string | null {
  if (key === '') return 'it is empty'
  if (/[\r\n]/.test(key)) return 'it has more than one line'
  if (/\s/.test(key)) return 'there is a space in it'
  if (/[^\x21-\x7e]/.test(key)) {
    return 'there is a character in it that API keys do not have, perhaps the “…” of a shortened key'
  }
  return key.length > MAX_LENGTH ? 'it is far too long' : null
}

export function runpodctlConfig(home: string): string {
  return join(home, '.runpod', 'config.toml')
}

export async function hasRunpodctlConfig(home: string): Promise<boolean> {
  const stats = await stat(runpodctlConfig(home)).catch(() => null)
  return stats?.isFile() === true
}

/**
 * The API key of RunPod's own tool, which the person asked for.
 *
 * @throws {AppError} `not-found`, `unreadable`
 */
export async function readRunpodctlKey(home: string): Promise<string> {
  const path = runpodctlConfig(home)
  const stats = await stat(path).catch(() => null)
  if (stats === null) {
    throw new AppError('not-found', `There is no ${path} any more. Enter the API key by hand.`)
  }
  const text = await (stats.isFile() && stats.size <= MAX_CONFIG_BYTES
    ? readFile(path, 'utf8')
    : Promise.reject(new Error('no file of this kind'))
  ).catch(() => {
    throw new AppError('unreadable', `Could not read ${path}. Enter the API key by hand.`)
  })
  const [, single, double] =
    /^[ \t]*api_?key[ \t]*=[ \t]*(?:'([^'\n]*)'|"([^"\n]*)")/im.exec(text) ?? []
  const key = (single ?? double ?? '').trim()
  if (key !== '') return key
  throw new AppError('not-found', `There is no API key in ${path}. Enter it by hand.`)
}
