/** Native dialogs: questions that the page must not be able to answer, and our own failures. */

import {
  app,
  BrowserWindow,
  dialog,
  type MessageBoxOptions,
  shell,
  type WebContents,
} from 'electron'
import type { ConfirmPrompt } from '../../main/contract/methods.ts'

const CANCEL = 1

/** The action is never the default: Enter and Escape both leave everything as it is. */
export function confirmOptions(prompt: ConfirmPrompt, signal: AbortSignal): MessageBoxOptions {
  return {
    type: 'warning',
    title: 'Keypilot',
    message: prompt.title,
    detail: prompt.detail,
    buttons: [prompt.action, 'Cancel'],
    defaultId: CANCEL,
    cancelId: CANCEL,
    noLink: true,
    signal,
  }
}

/** Asks in a native dialog on the page's window; false when declined, or when the call is cancelled. */
export async function confirmInDialog(
  contents: WebContents,
  prompt: ConfirmPrompt,
  signal: AbortSignal,
): Promise<boolean> {
  const window = BrowserWindow.fromWebContents(contents)
  if (window === null || signal.aborted) return false
  const { response } = await dialog.showMessageBox(window, confirmOptions(prompt, signal))
  return response !== CANCEL && !signal.aborted
}

const RESTART = 'Start again'
const REVEAL = 'Show log file'
const CLOSE = 'Close'
const STOPPED = 'Keypilot ran into a problem and has to close'

/**
 * Says that Keypilot has to end. Blocks until it was read. Returns true when it shall start again.
 *
 * @param mayRestart false when it was started again for the same reason a moment ago
 */
export function showCrash(logFile: string, { mayRestart }: { mayRestart: boolean }): boolean {
  const detail = `Your keys and files are as they were before the last step. What went wrong is written down in ${logFile}.`
  if (!app.isReady()) {
    dialog.showErrorBox(STOPPED, detail)
    return false
  }
  const buttons = mayRestart ? [RESTART, REVEAL, CLOSE] : [REVEAL, CLOSE]
  for (;;) {
    const response = dialog.showMessageBoxSync({
      type: 'error',
      title: 'Keypilot',
      message: mayRestart
        ? STOPPED
        : 'Keypilot ran into a problem again, just after it was started',
      detail,
      buttons,
      defaultId: 0,
      cancelId: buttons.length - 1,
      noLink: true,
    })
    if (buttons[response] !== REVEAL) return buttons[response] === RESTART
    shell.showItemInFolder(logFile)
  }
}

/** The page crashed a second time. Resolves with true when it shall be loaded once more. */
export async function askToReload(window: BrowserWindow, logFile: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Keypilot',
    message: 'The window stopped working twice in a minute',
    detail: `Your keys and files are safe: only what is shown was lost. What happened is written down in ${logFile}.`,
    buttons: ['Load it again', REVEAL],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) return true
  shell.showItemInFolder(logFile)
  return false
}
