/** One picture for the documentation, in light and dark. */

import { resolve } from 'node:path'
import type { Page } from 'playwright/test'

const folder = resolve(import.meta.dirname, '../../docs/screenshots')

export async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Toasts and live messages come and go; a picture shows what stays.
    await page.waitForTimeout(400)
    await page.screenshot({ path: resolve(folder, `${name}-${colorScheme}.png`) })
  }
}
