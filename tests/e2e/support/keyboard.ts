/** A person without a mouse: keys only, and at every stop the place of the keyboard must be seen. */

import { expect, type Locator, type Page } from 'playwright/test'

const MAX_PRESSES = 120

/** Presses Tab until `target` has the focus; every control on the way shows that it had it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < MAX_PRESSES; presses += 1) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
    expect(await unseenFocus(page), 'the keyboard is here, and nothing shows it').toBeFalsy()
  }
  throw new Error(`not reached with ${MAX_PRESSES} presses of Tab: ${target}`)
}

export async function hasFocus(target: Locator): Promise<boolean> {
  const element = target.first()
  if ((await element.count()) === 0) return false
  return await element.evaluate((node) => node === document.activeElement)
}

/** Reaches a control and presses a key on it. */
export async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await expect(target.first()).toBeVisible()
  await tabTo(page, target)
  await page.keyboard.press(key)
}

/** The focused control, if nothing drawn around it or its label shows it; null when there is none. */
export async function unseenFocus(page: Page): Promise<string | null> {
  return await page.evaluate(() => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLElement) || focused === document.body) return null
    // A heading and the whole of the content take the focus by themselves, and are no controls.
    if (focused.matches('main, h1, h2')) return ''
    // A radio button may show it on its label.
    const shown = [focused, focused.closest('label')].filter((element) => element !== null)
    const visible = shown.some((element) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element)
      const isDrawn = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
      return isDrawn && !/rgba\(.*, 0\)|transparent/.test(outlineColor)
    })
    if (visible) return ''
    return `<${focused.tagName.toLowerCase()}> ${focused.getAttribute('aria-label') ?? focused.textContent?.slice(0, 60)}`
  })
}
