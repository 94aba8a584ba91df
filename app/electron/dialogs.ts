/** Native dialogs: questions that the page must not be able to answer, and our own failures. */

import { BrowserWindow, dialog, type MessageBoxOptions, type WebContents } from 'electron'
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

/** Says that Keypilot has to end. Blocks until it was read. Returns true when it shall start again. */
export function showCrash(logFile: string): boolean {
  const response = dialog.showMessageBoxSync({
    type: 'error',
    title: 'Keypilot',
    message: 'Keypilot ran into a problem and has to close',
    detail: `Your keys and files are as they were before the last step. What went wrong is written down in ${logFile}.`,
    buttons: ['Start again', 'Close'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}
