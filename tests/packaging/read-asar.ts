/** Reads an .asar archive by its description (electron/asar, README), not by the tool that wrote it. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

interface Entry {
  readonly files?: { readonly [name: string]: Entry }
  readonly size?: number
  readonly offset?: string
  readonly unpacked?: boolean
  readonly link?: string
  readonly integrity?: { readonly algorithm: string; readonly hash: string }
}

export interface AsarFile {
  readonly path: string
  readonly content: Buffer
  /** Whether the archive has a hash of this file, and it is that of the content. */
  readonly intact: boolean
}

/** Throws on links and on files that lie outside of the archive: there must be none in ours. */
export function readAsar(file: string): readonly AsarFile[] {
  const bytes = readFileSync(file)
  const header: Entry = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12)))
  const base = 8 + bytes.readUInt32LE(4)
  return walk(header, '', bytes.subarray(base))
}

function walk(entry: Entry, path: string, data: Buffer): readonly AsarFile[] {
  if (entry.files !== undefined) {
    return Object.entries(entry.files).flatMap(([name, inner]) =>
      walk(inner, path === '' ? name : `${path}/${name}`, data),
    )
  }
  if (entry.unpacked || entry.link !== undefined || entry.offset === undefined)
    throw new Error(`${path} is not in the archive`)
  const start = Number(entry.offset)
  const content = data.subarray(start, start + (entry.size ?? 0))
  const hash = createHash('sha256').update(content).digest('hex')
  const { algorithm, hash: expected } = entry.integrity ?? {}
  return [{ path, content, intact: algorithm === 'SHA256' && expected === hash }]
}
