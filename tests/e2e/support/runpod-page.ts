/** The RunPod screen as a person sees it. */

import { expect, type Locator, type Page } from 'playwright/test'

type Part = 'Account' | 'Pods' | 'Workers' | 'New pod' | 'Guide'

export class RunpodPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async open(part: Part): Promise<void> {
    await this.page.getByRole('link', { name: 'RunPod', exact: true }).click()
    await expect(this.page.getByRole('heading', { name: 'RunPod', level: 1 })).toBeVisible()
    const parts = this.page.getByRole('navigation', { name: 'Parts of RunPod' })
    await parts.getByRole('link', { name: part, exact: true }).click()
  }

  async connect(apiKey: string): Promise<void> {
    await this.open('Account')
    await this.page.getByLabel('API key of RunPod').fill(apiKey)
    await this.page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(this.page.getByRole('heading', { name: 'Your RunPod account' })).toBeVisible()
  }

  /** Shows what would change; nothing is written yet. */
  async startPublishing(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Publish a key…' }).click()
    const changes = this.page.getByRole('list', { name: 'What changes on RunPod' })
    await expect(changes).toContainText('new')
    return changes
  }

  async write(): Promise<void> {
    await this.page.getByRole('button', { name: 'Write to RunPod' }).click()
    await expect(this.page.getByText('Written and read back')).toBeVisible()
  }

  async refresh(): Promise<void> {
    await this.page.getByRole('button', { name: 'Refresh', exact: true }).click()
  }
}
