/**
 * Opens the launch address in the person's browser. The address goes through a file that only they
 * can read: arguments of programs are visible to every user of the computer.
 */

import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, win32 } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launch } from '../../main/system/launch.ts'

export interface OpenOptions {
  readonly url: string
  readonly dataDir: string
  readonly platform: NodeJS.Platform
  readonly env: { readonly [name: string]: string | undefined }
}

/** As long as the code in it works. */
const FILE_LIFE_MS = 60_000

/** What removes the file again, for a host that stops sooner; null when no browser could be opened. */
export async function openInBrowser(options: OpenOptions): Promise<(() => Promise<void>) | null> {
  const launcher = launcherFor(options)
  if (launcher === null) return null
  const file = join(options.dataDir, `open-${randomUUID()}.html`)
  const remove = () => rm(file, { force: true }).catch(() => {})
  try {
    await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
    await writeFile(file, launchPage(options.url), { mode: 0o600, flag: 'wx' })
    await launch(launcher(file))
  } catch {
    await remove()
    return null
  }
  setTimeout(remove, FILE_LIFE_MS).unref()
  return remove
}

type Launcher = (file: string) => readonly [string, ...string[]]

function launcherFor({ platform, env }: OpenOptions): Launcher | null {
  if (platform === 'darwin') return (file) => ['open', file]
  if (platform === 'win32') {
    // By its full path: Windows would look in the current folder first.
    const program = win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'rundll32.exe')
    return (file) => [program, 'url.dll,FileProtocolHandler', pathToFileURL(file).href]
  }
  // Without a display xdg-open would start a text browser in this terminal.
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return null
  return (file) => ['xdg-open', file]
}

/** `url` is made of digits, hex and fixed text, so there is nothing to escape. */
function launchPage(url: string): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><title>Keypilot</title>',
    '<meta name="referrer" content="no-referrer">',
    `<meta http-equiv="refresh" content="0; url=${url}"></head>`,
    `<body><p><a href="${url}">Open Keypilot</a></p></body></html>`,
    '',
  ].join('\n')
}
