/** The Setup screen as a person sees it: what can be pressed, typed and read there. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator, type Page } from 'playwright/test'
import type { Throwaway } from './throwaway.ts'

export type StepId = 'key' | 'publish' | 'pod' | 'command' | 'test'

export class SetupPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** The list item of a step. */
  step(id: StepId): Locator {
    return this.page.locator('li').filter({ has: this.page.locator(`#step-${id}`) })
  }

  /** Setup opens the next step by itself, perhaps just now: so this looks until it stays open. */
  async openStep(id: StepId): Promise<void> {
    const toggle = this.page.locator(`button[aria-controls="step-${id}"]`)
    await expect(async () => {
      if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click()
      await expect(this.page.locator(`#step-${id}`)).toBeVisible({ timeout: 500 })
    }).toPass()
  }

  /** Makes the key with the names that the form proposes, and returns its public line. */
  async makeKey(throwaway: Throwaway, passphrase?: string): Promise<string> {
    if (passphrase !== undefined) {
      await this.page.getByLabel('Passphrase (optional)', { exact: true }).fill(passphrase)
      await this.page.getByLabel('Passphrase again', { exact: true }).fill(passphrase)
    }
    await this.page.getByRole('button', { name: 'Make the key' }).click()
    await expect(this.pasteBox()).toBeVisible()
    return (await readFile(join(throwaway.sshDir, 'id_ed25519.pub'), 'utf8')).trim()
  }

  pasteBox(): Locator {
    return this.page.getByLabel('What is in RunPod’s SSH Public Keys field now')
  }

  async pasteBack(text: string): Promise<void> {
    await this.pasteBox().fill(text)
  }

  async expectPasteAccepted(): Promise<void> {
    await expect(this.step('publish')).toContainText('Your key is in RunPod’s field')
  }

  /** Pastes the command, asks its address for an answer, and waits until it has come. */
  async enterCommand(command: string): Promise<void> {
    await this.tryCommand(command)
    await expect(this.page.locator('#step-command')).toBeHidden()
  }

  async tryCommand(command: string): Promise<void> {
    await this.openStep('command')
    await this.page.getByLabel('What RunPod shows on the pod’s Connect tab').fill(command)
    await this.page.getByRole('button', { name: 'Check that it answers' }).click()
  }

  async startTest(): Promise<void> {
    await this.openStep('test')
    await this.page.getByRole('button', { name: /^Test (the connection|again)$/ }).click()
  }

  async acceptHostKey(): Promise<void> {
    await this.page.getByRole('button', { name: /: remember it$/ }).click()
  }

  async expectFinished(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: 'You can log in now' })).toBeVisible()
  }

  /** The one cause that a failed test names. */
  failure(): Locator {
    return this.page.getByRole('alert')
  }
}

/** What the visible card with this caption offers for copying. */
export async function textOfCard(within: Locator, caption: string): Promise<string> {
  const card = within.locator('figure:visible').filter({ hasText: caption }).last()
  return ((await card.locator('code').textContent()) ?? '').trim()
}
