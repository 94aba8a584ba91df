/** Lines to paste into a terminal that do what a repair does, or what only root can do. */

import { quoteForShell } from '../../system/quote-for-shell.ts'

/** `chmod 600 '…'`; a path never begins with a dash, since all are absolute. */
export function chmodCommand(mode: number, path: string): string {
  return `chmod ${mode.toString(8).padStart(3, '0')} ${quoteForShell(path)}`
}

/** Gives a file, or a folder with all that is in it, to the account that runs the line. */
export function chownCommand(path: string, myUid: number, whole: boolean): string {
  const recursive = whole ? ' -R' : ''
  return `${asRoot(myUid)}chown${recursive} "$(id -un):$(id -gn)" ${quoteForShell(path)}`
}

export function rootChmodCommand(mode: number, path: string, myUid: number): string {
  return `${asRoot(myUid)}${chmodCommand(mode, path)}`
}

/** Containers run as root and often have no sudo. */
function asRoot(myUid: number): string {
  return myUid === 0 ? '' : 'sudo '
}

/** Four digits, as `stat` and OpenSSH's own messages write them. */
export function modeText(mode: number): string {
  return `mode ${mode.toString(8).padStart(4, '0')}`
}
