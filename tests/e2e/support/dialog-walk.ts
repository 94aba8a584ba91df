/** A dialog as keyboard and screen reader meet it: named, closed in on itself, and left with Escape. */

import { expect, type Locator, type Page } from 'playwright/test'

const DIALOG = '[role=dialog]:not([aria-modal="false"]), [role=alertdialog]'

export function openDialog(page: Page): Locator {
  return page.locator(DIALOG)
}

/** Opens a dialog by the keyboard, and expects everything of it that every dialog must have. */
export async function walkDialog(page: Page, opener: Locator): Promise<void> {
  await opener.focus()
  await page.keyboard.press('Enter')
  const dialog = openDialog(page)
  await expect(dialog).toBeVisible()
  await expect(dialog).toHaveAccessibleName(/\S/)
  await expect.poll(() => strayFocus(dialog), { message: 'the focus goes in' }).toBe('')
  // Before the first control comes the last one, and after that the first again.
  await dialog.getByRole('button').first().focus()
  for (const key of ['Shift+Tab', 'Tab', 'Tab']) {
    await page.keyboard.press(key)
    // At its ends the dialog hands the focus on in a turn of its own.
    await expect.poll(() => strayFocus(dialog), { message: `after ${key}` }).toBe('')
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener, 'the focus returns').toBeFocused()
}

/** What has the focus, if it lies outside the dialog. */
function strayFocus(dialog: Locator): Promise<string> {
  return dialog.evaluate((element) => {
    const focused = document.activeElement
    return element.contains(focused) ? '' : (focused?.outerHTML.slice(0, 200) ?? 'nothing')
  })
}
