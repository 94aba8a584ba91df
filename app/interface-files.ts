/**
 * The built interface as a fixed map from URL path to file, made once at start-up. A request is
 * looked up in it and never joined to a path, so there is nothing to escape from.
 */

import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { AppError } from '../main/contract/errors.ts'

export interface InterfaceFile {
  readonly path: string
  /** For the Content-Type header. */
  readonly type: string
}

/** By URL path, such as `/assets/index-4f2a.js`; the page itself is `/`. */
export type InterfaceFiles = ReadonlyMap<string, InterfaceFile>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/**
 * Files of any other kind, such as source maps, are not served.
 *
 * @throws {AppError} `not-found` when there is no page
 */
export async function listInterfaceFiles(root: string): Promise<InterfaceFiles> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = new Map<string, InterfaceFile>()
  for (const entry of entries) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    const url = `/${relative(root, path).split(sep).join('/')}`
    files.set(url === '/index.html' ? '/' : url, { path, type })
  }
  if (!files.has('/')) {
    throw new AppError(
      'not-found',
      `The interface is missing from this installation: there is no index.html in ${root}. Install Keypilot again; in a clone, "npm run build" makes it.`,
    )
  }
  return files
}

export function readInterfaceFile(file: InterfaceFile): Promise<Buffer> {
  return readFile(file.path)
}
