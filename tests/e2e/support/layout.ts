/** What is cut off or covered in a narrow or enlarged page, by the boxes in which Chromium draws it. */

import type { Page } from 'playwright/test'

export async function layoutFaults(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const CONTROLS = 'button, a[href], input, select, textarea, summary, h1, h2, h3, h4'
    const { clientWidth, scrollWidth } = document.documentElement
    const faults: string[] = []
    if (scrollWidth > clientWidth)
      faults.push(`the page is ${scrollWidth - clientWidth} px too wide`)
    const nameOf = (element: Element) =>
      `<${element.tagName.toLowerCase()}> ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40)}`
    const scrollsSideways = (element: Element) => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) {
          return true
        }
      }
      return false
    }
    const isSeen = (element: Element) => {
      const { width, height } = element.getBoundingClientRect()
      return (
        width > 1 &&
        height > 1 &&
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      )
    }
    // What lies behind a dialog is covered on purpose.
    const modal = document.querySelector(
      '[role=dialog]:not([aria-modal="false"]), [role=alertdialog]',
    )
    const controls = [...(modal ?? document).querySelectorAll(CONTROLS)].filter(isSeen)
    for (const control of controls) {
      const { left, right } = control.getBoundingClientRect()
      if ((left < -0.5 || right > clientWidth + 0.5) && !scrollsSideways(control)) {
        faults.push(
          `${nameOf(control)} lies outside, from ${Math.round(left)} to ${Math.round(right)}`,
        )
      }
    }
    const pressed = controls.filter((control) =>
      control.matches('button, select, textarea, input:not([type=radio], [type=checkbox])'),
    )
    pressed.forEach((one, index) => {
      const a = one.getBoundingClientRect()
      for (const other of pressed.slice(index + 1)) {
        const b = other.getBoundingClientRect()
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        const isInside = one.parentElement?.contains(other) && one.matches('input')
        if (width > 2 && height > 2 && !isInside)
          faults.push(`${nameOf(one)} and ${nameOf(other)} overlap`)
      }
    })
    for (const element of document.querySelectorAll('main *, nav *, [role=dialog] *')) {
      const { overflowX, overflowY } = getComputedStyle(element)
      if (!isSeen(element) || !element.textContent?.trim()) continue
      const cutSideways =
        /hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1
      const cutBelow =
        /hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1
      if (cutSideways || cutBelow) faults.push(`${nameOf(element)} is cut off`)
    }
    return faults
  })
}
