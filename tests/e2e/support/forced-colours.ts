/** What must still be told apart when the system chooses every colour, by computed styles. */

import type { Page } from 'playwright/test'

/** Buttons without a border, icons in the colour of their ground, and chosen things that look like others. */
export async function indistinct(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const faults: string[] = []
    const seen = (selector: string) =>
      [...document.querySelectorAll<HTMLElement>(selector)].filter((element) =>
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
      )
    const nameOf = (element: Element) =>
      (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)
    const groundOf = (element: Element): string => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at)
        if (!/rgba\(.*, 0\)|transparent/.test(backgroundColor)) return backgroundColor
      }
      return ''
    }
    /** What the eye has to go by. */
    const lookOf = (element: Element) => {
      const style = getComputedStyle(element)
      return [style.borderColor, style.borderStyle, style.backgroundColor, style.color].join(' ')
    }
    for (const button of seen(
      'button, input:not([type=radio], [type=checkbox]), select, textarea',
    )) {
      // A button that is an icon, or the heading of a step, is told by that.
      if (button.querySelector('svg') !== null && !button.matches('[class*=button]')) continue
      const style = getComputedStyle(button)
      const hasBorder =
        Number.parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== 'none'
      const isDrawn =
        hasBorder && style.borderTopColor !== groundOf(button.parentElement as Element)
      if (!isDrawn) faults.push(`no border around “${nameOf(button)}”`)
    }
    for (const icon of seen('main svg, nav svg')) {
      if (getComputedStyle(icon).color === groundOf(icon)) {
        faults.push(`an icon is not seen in “${nameOf(icon.parentElement as Element)}”`)
      }
    }
    for (const current of seen('nav [aria-current], main li > [aria-current]')) {
      const others = seen('nav a:not([aria-current]), main li > a:not([aria-current])').filter(
        (other) => other.className === current.className,
      )
      if (others.some((other) => lookOf(other) === lookOf(current))) {
        faults.push(`“${nameOf(current)}” does not look chosen`)
      }
    }
    for (const radio of seen('label').filter((label) => label.querySelector(':checked') !== null)) {
      const input = radio.querySelector<HTMLInputElement>('input[type=radio]')
      // The system draws those that are not hidden.
      if (input === null || getComputedStyle(input).opacity !== '0') continue
      const others = seen('label').filter(
        (label) => label.className === radio.className && label.querySelector(':checked') === null,
      )
      if (others.some((other) => lookOf(other) === lookOf(radio))) {
        faults.push(`“${nameOf(radio)}” does not look chosen`)
      }
    }
    return faults
  })
}
