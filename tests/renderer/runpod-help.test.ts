/** Workers, the help for new pods, and what Setup offers with an API key, in Chromium. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dialog } from './support/connections-page.ts'
import { ED25519 } from './support/fake-data.ts'
import { ASLEEP, ENDPOINT, OTHER_KEY, RUNNING, WAITING } from './support/fake-runpod-data.ts'
import { button, calls, withPage } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'
import { connected, withRunpod } from './support/runpod-page.ts'
import { WITH_KEY, WITH_PUBLISHED } from './support/scenarios.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

describe('workers', () => {
  test('a running one has its command, and a sleeping endpoint says what it costs to look', async () => {
    const scenario = connected({ endpoints: [ENDPOINT, ASLEEP] })
    await withRunpod(host, scenario, 'workers', async (page) => {
      await page.getByText('ep5k2q · 1 of 2 workers running · Active workers: 1').waitFor()
      await button(page, 'Copy: Command for h01e202zhqq90o').click()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        'ssh h01e202zhqq90o-64410bd8@ssh.runpod.io',
      )
      await page.getByText('No worker runs now').waitFor()
      await page.getByText('it costs money the whole time').waitFor()
      await button(page, 'Open RunPod’s endpoints').click()
      expect(await calls(page, 'system.openLink')).toEqual([{ link: 'runpod-serverless' }])
    })
  })

  test('what to do inside is there without an API key', async () => {
    await withRunpod(host, {}, 'workers', async (page) => {
      await page.getByRole('heading', { name: 'Workers need an API key' }).waitFor()
      await button(page, 'Copy: Which environment does the handler have?').click()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        "cat /proc/1/environ | tr '\\0' '\\n'",
      )
    })
  })

  test('an account without endpoints is told so', async () => {
    await withRunpod(host, connected(), 'workers', async (page) => {
      await page.getByText('No serverless endpoint yet').waitFor()
    })
  })
})

describe('a new pod', () => {
  test('is written in four forms from what is filled in, without an API key', async () => {
    await withRunpod(host, { keys: [ED25519] }, 'create', async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('my lab')
      await page.getByLabel('GPU', { exact: true }).fill('NVIDIA L40S')
      await page.getByLabel('It is an image of my own').check()
      await page.getByLabel('Start command it has now').fill('python app.py')
      await page.getByText("bash -c 'service ssh start; python app.py'").waitFor()
      await page.getByLabel('id_ed25519').check()
      await page.getByText('Value of PUBLIC_KEY').waitFor()
      await page.getByText('The proxy does not know this key').waitFor()
      await page.getByRole('radio', { name: 'curl' }).check()
      await page.getByText('Authorization: Bearer $RUNPOD_API_KEY').waitFor()
      await page.getByRole('radio', { name: 'runpodctl' }).check()
      await page.getByText('runpodctl pod create').waitFor()
      await page.getByRole('radio', { name: 'JSON' }).check()
      await page.getByText('"gpu": "NVIDIA L40S"').waitFor()
      expect((await calls(page, 'runpod.createHelp')).at(-1)).toEqual({
        what: 'pod',
        name: 'my lab',
        gpu: 'NVIDIA L40S',
        customImage: true,
        startCommand: 'python app.py',
        keyIds: [ED25519.id],
      })
    })
  })

  test('a template has no GPU', async () => {
    await withRunpod(host, {}, 'create', async (page) => {
      await page.getByLabel('GPU', { exact: true }).fill('NVIDIA L40S')
      await page.getByRole('radio', { name: 'A template' }).check()
      await page.getByRole('heading', { name: 'How to make the template' }).waitFor()
      expect(await page.getByLabel('GPU', { exact: true }).count()).toBe(0)
      await expect
        .poll(async () => (await calls(page, 'runpod.createHelp')).at(-1))
        .toEqual({ what: 'template' })
    })
  })

  test('a variable that does nothing is named and repaired', async () => {
    await withRunpod(host, {}, 'create', async (page) => {
      const box = page.getByLabel('Variables, start command or request')
      await box.fill('RUNPOD_SSH_PUBLIC_KEY=abc')
      await page.getByText('RUNPOD_SSH_PUBLIC_KEY does nothing').waitFor()
      await button(page, 'Copy: Repaired text').click()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('PUBLIC_KEY=abc')
      await box.fill('PUBLIC_KEY=abc')
      await page.getByText('Nothing wrong was found').waitFor()
    })
  })
})

describe('Setup with an API key', () => {
  test('publishes the key after the change was shown, and the step gets its tick', async () => {
    await withPage(host, { ...WITH_KEY, ...connected({ keys: [OTHER_KEY] }) }, async (page) => {
      await button(page, 'Publish it for me…').click()
      await dialog(page).getByText('new', { exact: false }).first().waitFor()
      expect(await calls(page, 'runpod.applyKeys')).toEqual([])
      await dialog(page).getByRole('button', { name: 'Write to RunPod' }).click()
      await page.getByText('2 of 5 checked').waitFor()
      await page.getByText('Your key is in RunPod’s field, next to 1 other.').waitFor()
    })
  })

  test('takes the command from a pod of the list', async () => {
    await withPage(
      host,
      { ...WITH_PUBLISHED, ...connected({ pods: [[RUNNING, WAITING]] }) },
      async (page) => {
        await button(page, 'Go to the command').click()
        await button(page, 'Choose a pod…').click()
        await dialog(page).getByRole('button', { name: 'Exposed TCP of training-a100' }).click()
        await page.getByText('Understood: root@213.173.108.12:17445').waitFor()
        expect(await page.getByLabel(/What RunPod shows/).inputValue()).toBe(
          'ssh root@213.173.108.12 -p 17445',
        )
      },
    )
  })

  test('without one, both are done by hand', async () => {
    await withPage(host, WITH_KEY, async (page) => {
      await button(page, 'Copy public key').waitFor()
      expect(await button(page, 'Publish it for me…').count()).toBe(0)
    })
  })
})
