/** The interface enlarged, narrow, in colours of the system, without motion, and in large text. */

import type { Page } from 'playwright/test'
import { openDialog } from './support/dialog-walk.ts'
import { indistinct } from './support/forced-colours.ts'
import { expect, type Place, show, test } from './support/full-world.ts'
import { startInChromium } from './support/hosts.ts'
import { press } from './support/keyboard.ts'
import { layoutFaults } from './support/layout.ts'

/** A window of 1280 × 1024 at 200 %, and the 320 pixels of WCAG 2.2, 1.4.10. */
const NARROW = [
  { width: 640, height: 512 },
  { width: 320, height: 640 },
] as const

const DIALOGS: readonly (readonly [place: Place, opener: string])[] = [
  [['keys', 'from_windows'], 'New key'],
  [['connections/old', 'Last test:'], 'Install my key with a password…'],
  [['connections/old', 'Last test:'], 'Show the lines to write…'],
  [['health', 'ssh will ignore this key'], 'Show what will change…'],
  [['runpod/account', 'Publish a key…'], 'Publish a key…'],
]

async function everywhere(
  page: Page,
  places: readonly Place[],
  look: (address: string) => Promise<void>,
): Promise<void> {
  for (const place of places) {
    await show(page, place)
    await look(place[0])
  }
}

test('at 200 % and at 320 pixels nothing is cut off, covered or beside the page', async ({
  keypilot: { page },
  places,
}) => {
  for (const size of NARROW) {
    await page.setViewportSize(size)
    await everywhere(page, places, async (address) => {
      expect.soft(await layoutFaults(page), `${address} at ${size.width}`).toEqual([])
    })
    for (const [place, opener] of DIALOGS) {
      await show(page, place)
      await page.getByRole('button', { name: opener, exact: true }).first().click()
      await expect(openDialog(page)).toBeVisible()
      expect.soft(await layoutFaults(page), `${opener} at ${size.width}`).toEqual([])
      await page.keyboard.press('Escape')
      await expect(openDialog(page)).toBeHidden()
    }
  }
})

test('with text of twice the size nothing is cut off or covered', async ({ throwaway, places }) => {
  // As set in the browser, where it counts for every length in rem, and for where a layout changes.
  const large = await startInChromium(throwaway, ['--blink-settings=defaultFontSize=32'])
  try {
    await everywhere(large.page, places, async (address) => {
      expect.soft(await layoutFaults(large.page), address).toEqual([])
    })
  } finally {
    await large.close()
  }
})

test('in colours of the system everything can still be told apart', async ({
  keypilot: { page },
  places,
}) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await everywhere(page, places, async (address) => {
    expect.soft(await indistinct(page), address).toEqual([])
  })
  // The place of the keyboard is another mark than the choice, for a group in which both are at one place.
  const chosen = page.getByRole('radio', { checked: true }).first()
  const label = page.locator('label').filter({ has: chosen })
  const outline = () => label.evaluate((element) => getComputedStyle(element).outlineStyle)
  expect(await outline()).toBe('none')
  await page.locator('h1').focus()
  await press(page, chosen, 'Shift')
  expect(await outline()).not.toBe('none')
  await show(page, ['connections/new', 'Not tested yet'])
  await page.getByRole('button', { name: 'Forget…' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toBeVisible()
  expect(await dialog.evaluate((element) => getComputedStyle(element).borderStyle)).toBe('solid')
  expect(await indistinct(page)).toEqual([])
})

test('with reduced motion nothing moves', async ({ keypilot: { page }, places }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await everywhere(page, places, async (address) => {
    expect.soft(await movements(page), address).toEqual([])
  })
  await show(page, ['connections/new', 'Not tested yet'])
  await page.getByRole('button', { name: 'Forget…' }).click()
  await page.getByRole('alertdialog').waitFor()
  expect(await movements(page)).toEqual([])
})

/** Everything on the page that would take more than a hundredth of a second to change. */
function movements(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const longest = (durations: string) => Math.max(...durations.split(',').map(Number.parseFloat))
    const faults = [...document.querySelectorAll('*')].flatMap((element) => {
      const style = getComputedStyle(element)
      const moves =
        (style.transitionProperty !== 'none' && longest(style.transitionDuration) > 0.01) ||
        (style.animationName !== 'none' && longest(style.animationDuration) > 0.01) ||
        style.scrollBehavior === 'smooth'
      return moves ? [`<${element.tagName}> ${element.className}`] : []
    })
    const running = document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 10)
    return [...new Set(faults), ...running.map(({ id }) => `an animation ${id}`)]
  })
}
