/** The interface as it is heard: names, roles, headings, landmarks, what is spoken, and dialogs. */

import { faultsOf, listen, mislabelled, readTree } from './support/accessibility-tree.ts'
import { ConnectionsPage } from './support/connections-page.ts'
import { openDialog, walkDialog } from './support/dialog-walk.ts'
import { expect, show, test } from './support/full-world.ts'
import { SetupPage } from './support/setup-page.ts'

test('every screen has its names, headings and landmarks', async ({
  keypilot: { page },
  places,
}) => {
  for (const place of places) {
    await show(page, place)
    const faults = [...faultsOf(await readTree(page)), ...(await mislabelled(page))]
    expect.soft(faults, place[0]).toEqual([])
  }
})

test('every dialog is named, keeps the focus, closes with Escape and gives it back', async ({
  keypilot: { page },
  places,
}) => {
  page.setDefaultTimeout(8_000)
  const main = page.locator('main')
  const button = (name: string | RegExp) => main.getByRole('button', { name, exact: true }).first()
  const [key = ''] = places.at(-1) ?? []
  const ofKey = ['Rename…', 'Change comment…', 'Add a passphrase…', 'Remove…']
  for (const [address, words, openers] of [...DIALOGS, [key, 'Where it is used', ofKey] as const]) {
    await show(page, [address, words])
    for (const opener of openers) {
      await test.step(`${address}: ${opener}`, () => walkDialog(page, button(opener)))
    }
  }
})

type Dialogs = readonly [address: string, words: string, openers: readonly (string | RegExp)[]]

const DIALOGS: readonly Dialogs[] = [
  ['keys', 'from_windows', ['New key', 'Import', 'Earlier changes']],
  [
    'connections/old',
    'Last test:',
    [
      'Add connection',
      'Import',
      'Export',
      'New address…',
      'Name and notes…',
      'Install my key with a password…',
      'Which key works?',
      'Show the lines to write…',
      'Forget…',
    ],
  ],
  ['config', 'Recorded host keys', [/^Forget the host key of/]],
  ['health', 'ssh will ignore this key', ['Show what will change…']],
  ['runpod/account', 'Publish a key…', ['Publish a key…', 'Earlier keys…', 'Remove: id_ed25519']],
]

test('the verdict of a test, a copy and a failure are spoken', async ({
  keypilot: { page },
  world,
}) => {
  const setup = new SetupPage(page)
  const connections = new ConnectionsPage(page)
  await connections.open()
  await connections.choose('New pod')
  const heard = await listen(page)
  await connections.startTest()
  await connections.expectLoggedIn()
  await expect.poll(async () => (await heard()).join('\n')).toMatch(/You can log in/)
  expect((await heard()).join('\n')).toMatch(/Now: /)
  await page.getByRole('button', { name: /^Copy/ }).first().click()
  await expect.poll(async () => (await heard()).join('\n')).toMatch(/ copied$/m)

  await connections.choose('Old pod')
  await connections.startTest()
  await expect(connections.failure()).toBeVisible()
  expect((await heard()).join('\n')).toMatch(/Showing Old pod/)
  await expect.poll(async () => (await heard()).join('\n')).toMatch(/refused|listens/i)

  await show(page, ['setup', 'SSH Public Keys field now'])
  const later = await listen(page)
  await setup.openStep('publish')
  await setup.pasteBack('SHA256:hB1yFZ1fQqJm8mJm8i2wq3mKk5yQ3H7o0b5cV9a1xXo')
  await expect.poll(async () => (await later()).join('\n')).toMatch(/no usable public key/)
  await setup.pasteBack(world.account.keys.join('\n'))
  await expect.poll(async () => (await later()).join('\n')).toMatch(/Your key is there, but/)
})

test('a dialog opened right after another has closed keeps the focus', async ({
  keypilot: { page },
}) => {
  await show(page, ['keys', 'from_windows'])
  await page.getByRole('button', { name: 'Earlier changes', exact: true }).click()
  await expect(openDialog(page)).toBeVisible()
  // Its opener goes with the screen, and the next dialog is there before the focus has been returned.
  await page.evaluate(async () => {
    document.querySelector<HTMLElement>('[role=dialog] [aria-label=Close]')?.click()
    window.location.hash = '#/connections/old'
    const opener = () =>
      [...document.querySelectorAll('main button')].find(
        ({ textContent }) => textContent === 'Add connection',
      )
    while (opener() === undefined) await new Promise(requestAnimationFrame)
    ;(opener() as HTMLElement).click()
  })
  await expect(openDialog(page)).toHaveAccessibleName('Add a connection')
  // Longer than the focus takes to return.
  await page.waitForTimeout(400)
  expect(await openDialog(page).evaluate((one) => one.contains(document.activeElement))).toBe(true)
})

test('who goes to another screen right after a dialog keeps the focus there', async ({
  keypilot: { page },
}) => {
  await show(page, ['keys', 'from_windows'])
  await page.getByRole('button', { name: 'Earlier changes', exact: true }).click()
  await expect(openDialog(page)).toBeVisible()
  await page.evaluate(async () => {
    document.querySelector<HTMLElement>('[role=dialog] [aria-label=Close]')?.click()
    window.location.hash = '#/connections/old'
    const next = () =>
      [...document.querySelectorAll('main button')].find(
        ({ textContent }) => textContent === 'Add connection',
      )
    while (next() === undefined) await new Promise(requestAnimationFrame)
    // After the screen has given the focus to its heading.
    await new Promise(requestAnimationFrame)
    ;(next() as HTMLElement).focus()
  })
  // Longer than the focus takes to return.
  await page.waitForTimeout(400)
  await expect(page.getByRole('button', { name: 'Add connection', exact: true })).toBeFocused()
})

test('where the opener is gone, the focus goes to the heading of what is left', async ({
  keypilot: { page },
}) => {
  await show(page, ['connections/new', 'Not tested yet'])
  await page.getByRole('button', { name: 'Forget…' }).click()
  await openDialog(page).getByRole('button', { name: 'Forget connection' }).click()
  await expect(page.locator('main').getByText('New pod')).toHaveCount(0)
  const focused = page.locator('h1:focus, h2:focus, main li a:focus')
  await expect(focused).toHaveCount(1)
})
