/** The Connections screen as a person sees it. */

import { expect, type Locator, type Page } from 'playwright/test'

export class ConnectionsPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async open(): Promise<void> {
    await this.page.getByRole('link', { name: 'Connections', exact: true }).click()
    await expect(this.page.getByRole('heading', { name: 'Connections', level: 1 })).toBeVisible()
  }

  /** Pastes a command and saves it; its page is open afterwards. */
  async add(command: string, name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Add (your first )?connection$/ }).click()
    const dialog = this.dialog()
    await dialog.getByLabel('What RunPod shows on the pod’s Connect tab').fill(command)
    await expect(dialog).toContainText('Understood: ')
    await dialog.getByLabel('Name', { exact: true }).fill(name)
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(this.page.locator('#connection-name')).toHaveText(name)
  }

  async choose(name: string): Promise<void> {
    await this.row(name).getByRole('link').click()
    await expect(this.page.locator('#connection-name')).toHaveText(name)
  }

  row(name: string): Locator {
    return this.page.locator('main li').filter({ hasText: name }).first()
  }

  card(title: string): Locator {
    return this.page
      .locator('main section')
      .filter({ has: this.page.getByRole('heading', { name: title, exact: true, level: 3 }) })
      .last()
  }

  /** The open dialog; short news in the corner has that role too. */
  dialog(): Locator {
    return this.page.locator('[role="dialog"]:not([aria-modal="false"])')
  }

  async startTest(): Promise<void> {
    await this.card('Test')
      .getByRole('button', { name: /^Test (the connection|again)$/ })
      .click()
  }

  async acceptHostKey(): Promise<void> {
    await this.page.getByRole('button', { name: /: remember it$/ }).click()
  }

  /** The one cause that a failed test names. */
  failure(): Locator {
    return this.card('Test').getByRole('alert')
  }

  async expectLoggedIn(): Promise<void> {
    const success = this.card('Test').getByText('You can log in', { exact: true })
    await expect(success).toBeVisible({ timeout: 30_000 })
  }
}
