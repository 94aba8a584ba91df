/** Opens a terminal window that runs ssh. Arguments stay arguments: nothing is put into a shell text. */

import { spawn } from 'node:child_process'
import { AppError } from '../contract/errors.ts'
import type { TerminalProgram, TerminalSetting } from '../contract/methods.ts'
import { withUsualCoreDumps } from './core-dumps.ts'
import {
  findTerminal,
  findTerminals,
  isSame,
  type Terminal,
  type TerminalSearch,
} from './find-terminal.ts'
import { argumentsFor } from './terminal-forms.ts'

export interface OpenTerminalOptions extends TerminalSearch {
  /** ssh and its arguments. */
  readonly argv: readonly string[]
  /** The folder the window starts in. */
  readonly home: string
}

/** A terminal that cannot open its window (no display, say) ends at once with an error. */
const START_GRACE_MS = 700

/**
 * Resolves once the window is on its way. It stays open when ssh ends, so that its last words can be
 * read.
 *
 * @throws {AppError} `unsupported` when there is no terminal, or it could not open a window
 */
export async function openTerminal(options: OpenTerminalOptions): Promise<{ program: string }> {
  const terminal = await findTerminal(options)
  if (terminal === null) throw cannotOpen(whyNone(options.setting ?? null))
  await start(terminal, options)
  return { program: terminal.name }
}

/** `terminal.list`: the one that would be used comes first. */
export async function listTerminals(search: TerminalSearch): Promise<readonly TerminalProgram[]> {
  const { setting = null } = search
  const [found, used] = await Promise.all([findTerminals(search), findTerminal(search)])
  const isUsed = (terminal: Terminal) =>
    used !== null && isSame(terminal, { program: used.program, args: used.args })
  const isKnown = used === null || found.some(isUsed)
  const all = isKnown || setting === null ? found : [used, ...found]
  return all
    .map((terminal) => {
      const { name, program, args } = terminal
      const isOwn = !found.includes(terminal)
      return { name, program, args, isUsed: isUsed(terminal), isOwn }
    })
    .toSorted((a, b) => Number(b.isUsed) - Number(a.isUsed))
}

function whyNone(setting: TerminalSetting | null): string {
  return setting === null
    ? 'no terminal program was found on this computer'
    : `${setting.program}, which is set as your terminal, is not on this computer any more. Choose another one in Settings`
}

/** Starts it on its own, so that it outlives us, and waits only to see whether it fails at once. */
function start(terminal: Terminal, { argv, home, env }: OpenTerminalOptions): Promise<void> {
  const args = argumentsFor(terminal, argv)
  return new Promise((resolve, reject) => {
    const child = withUsualCoreDumps(() =>
      spawn(terminal.program, args, {
        cwd: home,
        env: { ...env, ...terminal.env?.(argv) },
        detached: true,
        stdio: 'ignore',
        // conhost.exe is itself the window.
        windowsHide: false,
      }),
    )
    const fail = (reason: string) => {
      clearTimeout(timer)
      reject(cannotOpen(reason))
    }
    const timer = setTimeout(() => {
      child.unref()
      resolve()
    }, START_GRACE_MS)
    child.once('error', (error: NodeJS.ErrnoException) =>
      fail(`${terminal.name} could not be started (${error.code ?? 'unknown'})`),
    )
    child.once('exit', (code, signal) => {
      if (code !== 0) fail(`${terminal.name} ended at once (${signal ?? `exit code ${code}`})`)
      clearTimeout(timer)
      resolve()
    })
  })
}

function cannotOpen(reason: string): AppError {
  return new AppError(
    'unsupported',
    `No terminal window could be opened: ${reason}. Copy the command and paste it into a terminal that you open yourself.`,
  )
}
