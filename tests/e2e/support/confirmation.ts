/** Answers the question that Keypilot asks before it takes something away. */

import { expect } from 'playwright/test'
import type { RunningKeypilot } from './hosts.ts'

/**
 * In Chromium the question stands in the page. In Electron it is a native dialog, which no driver
 * can press: there its answer is given in its place, after checking what it asks.
 *
 * @param action the words of the button that goes ahead
 * @param ask what makes Keypilot ask
 */
export async function answerConfirmation(
  keypilot: RunningKeypilot,
  action: RegExp,
  accept: boolean,
  ask: () => Promise<void>,
): Promise<void> {
  const { page, electronApp } = keypilot
  if (electronApp === null) {
    await ask()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByRole('button', { name: accept ? action : /cancel/i }).click()
    await expect(dialog).toBeHidden()
    return
  }
  // In place before anything is pressed: a question that came first would wait for ever.
  const box = await electronApp.evaluateHandle(
    ({ dialog }, response) => {
      const asked = new Promise<{ buttons?: string[]; defaultId?: number }>((done) => {
        dialog.showMessageBox = async (...args: unknown[]) => {
          done(args.at(-1) as { buttons?: string[]; defaultId?: number })
          return { response, checkboxChecked: false }
        }
      })
      return { asked }
    },
    accept ? 0 : 1,
  )
  await ask()
  expect(await box.evaluate(({ asked }) => asked)).toMatchObject({
    buttons: [action, 'Cancel'].map((text) => expect.stringMatching(text)),
    defaultId: 1,
  })
}
