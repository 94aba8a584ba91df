/** What a screen reader is given: Chromium's own tree of names, roles and levels, and what is spoken. */

import type { CDPSession, Page } from 'playwright/test'

interface Node {
  readonly role: string
  readonly name: string
  readonly level: number | null
}

/** Roles that a person acts on, or moves by: each needs a name. */
const NAMED: ReadonlySet<string> = new Set([
  'alertdialog',
  'button',
  'checkbox',
  'combobox',
  'dialog',
  'DisclosureTriangle',
  'heading',
  'link',
  'navigation',
  'progressbar',
  'radio',
  'radiogroup',
  'region',
  'searchbox',
  'spinbutton',
  'switch',
  'textbox',
])

export async function readTree(page: Page): Promise<readonly Node[]> {
  const session: CDPSession = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, properties = [] }) => ({
      role: String(role?.value ?? ''),
      name: String(name?.value ?? '').trim(),
      level: Number(properties.find((one) => one.name === 'level')?.value.value ?? 0) || null,
    }))
}

/** What keeps a person who hears the page from finding their way; empty when all is well. */
export function faultsOf(nodes: readonly Node[]): readonly string[] {
  const named = (role: string) => nodes.filter((node) => node.role === role)
  const headings = named('heading')
  const landmarks = [...named('navigation'), ...named('region')].map(({ name }) => name)
  return [
    ...nodes
      .filter(({ role, name }) => NAMED.has(role) && name === '')
      .map(({ role }) => `a ${role} without a name`),
    ...(headings.filter(({ level }) => level === 1).length === 1 ? [] : ['not exactly one h1']),
    ...headings.flatMap(({ level, name }, index) => {
      const before = headings[index - 1]?.level ?? 0
      return (level ?? 0) > before + 1 ? [`“${name}” skips from level ${before} to ${level}`] : []
    }),
    ...(named('main').length === 1 ? [] : ['not exactly one main']),
    ...landmarks
      .filter((name, index) => landmarks.indexOf(name) !== index)
      .map((name) => `two landmarks are called “${name}”`),
    ...sameNames(nodes),
  ]
}

/** In a list of all buttons, nobody knows which of two is meant. */
function sameNames(nodes: readonly Node[]): readonly string[] {
  const names = nodes.filter(({ role }) => role === 'button').map(({ name }) => name)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  return [...new Set(twice)].map((name) => `several buttons are called “${name}”`)
}

/** Controls that are not called as they are labelled: nobody could say their name to a voice control. */
export async function mislabelled(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const words = (text: string | null) =>
      (text ?? '')
        .toLowerCase()
        .match(/[\p{L}\d]+/gu)
        ?.join(' ')
    return [...document.querySelectorAll('button[aria-label], a[aria-label]')].flatMap(
      (control) => {
        const [seen = '', name = ''] = [words(control.textContent), words(control.ariaLabel)]
        return name.includes(seen)
          ? []
          : [`“${control.textContent}” is called “${control.ariaLabel}”`]
      },
    )
  })
}

/**
 * Writes down from now on what is spoken: what changes inside a live region that was there before, and
 * alerts, which speak as they appear.
 */
export async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  const spoken = await page.evaluateHandle(() => {
    const heard: string[] = []
    const LIVE = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]'
    const hear = (node: globalThis.Node) => heard.push((node.textContent ?? '').trim())
    const observer = new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        const element = target instanceof Element ? target : target.parentElement
        const region = element?.closest(LIVE)
        if (region) hear(region)
        else {
          for (const node of addedNodes) {
            if (!(node instanceof Element)) continue
            const alerts = node.matches('[role=alert]')
              ? [node]
              : node.querySelectorAll('[role=alert]')
            alerts.forEach(hear)
          }
        }
      }
    })
    observer.observe(document.body, { childList: true, subtree: true, characterData: true })
    return heard
  })
  return async () => (await spoken.jsonValue()).filter((text) => text !== '')
}
