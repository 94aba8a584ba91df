/** The RunPod screen in Chromium: the API key, where it goes and where it must not stay. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OTHER_KEY } from './support/fake-runpod-data.ts'
import { button, calls, focusOf, violations } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'
import { connected, placesOf, withRunpod } from './support/runpod-page.ts'

const API_KEY = 'rpa_MADEUP0000NEVERREAL0000'
const RUNPODCTL = '/home/ada/.runpod/config.toml'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

describe('connecting', () => {
  test('an API key that was sent is in no element, field, store or state', async () => {
    await withRunpod(host, { runpod: { keys: [OTHER_KEY] } }, 'account', async (page) => {
      const field = page.getByLabel('API key of RunPod')
      expect(await field.getAttribute('type')).toBe('password')
      expect(await field.getAttribute('autocomplete')).toBe('off')
      await field.fill(API_KEY)
      expect(await placesOf(page, API_KEY)).toEqual(['field'])
      await field.press('Enter')
      await page.getByText('grace@desktop').waitFor()
      // The field is gone; the keyboard’s place is not.
      await focusOf(page).toBe('RunPod')
      expect(await calls(page, 'runpod.setApiKey')).toEqual([{ apiKey: API_KEY }])
      expect(await placesOf(page, API_KEY)).toEqual([])
      // The search itself finds what React holds.
      expect(await placesOf(page, 'SHA256:Zt8vQ1nL5xW2cR9bYk3mGf7dHs4jPq6aTeUoI0vXyBw')).toContain(
        'state',
      )
    })
  })

  test('a refused one is gone from the field too, and what to do is said', async () => {
    await withRunpod(host, {}, 'account', async (page) => {
      const field = page.getByLabel('API key of RunPod')
      await field.fill('not-a-key-at-all')
      await button(page, 'Connect').click()
      await page.getByRole('alert').getByText('RunPod does not know this API key').waitFor()
      expect(await field.inputValue()).toBe('')
      expect(await placesOf(page, 'not-a-key-at-all')).toEqual([])
      await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true)
    })
  })

  test('an empty field sends nothing', async () => {
    await withRunpod(host, {}, 'account', async (page) => {
      await button(page, 'Connect').click()
      await page.getByText('Paste the API key first.').waitFor()
      expect(await calls(page, 'runpod.setApiKey')).toEqual([])
    })
  })

  test('runpodctl’s file is named, and read only when that is asked for', async () => {
    const status = { offers: [{ from: 'runpodctl', path: RUNPODCTL }] } as const
    await withRunpod(host, { runpod: { status } }, 'account', async (page) => {
      await page.getByText(RUNPODCTL).waitFor()
      expect(await calls(page, 'runpod.setApiKey')).toEqual([])
      await button(page, 'Use runpodctl’s key').click()
      await page.getByText('stored on this computer, encrypted').waitFor()
      expect(await calls(page, 'runpod.setApiKey')).toEqual([{ from: 'runpodctl' }])
    })
  })

  test('why it is kept for this run only is said before it is entered', async () => {
    const detail = 'This computer has no safe place for it.'
    const status = { storage: { encrypted: false, detail } }
    await withRunpod(host, { runpod: { status } }, 'account', async (page) => {
      await page.getByText(detail).waitFor()
    })
  })

  test('without an API key nothing is asked of RunPod, and the guide is there', async () => {
    await withRunpod(host, {}, 'pods', async (page) => {
      await page.getByRole('heading', { name: 'Pods need an API key' }).waitFor()
      const nav = page.getByRole('navigation', { name: 'Parts of RunPod' })
      await nav.getByRole('link', { name: 'Guide' }).click()
      await page.getByRole('heading', { name: 'Two ways in' }).waitFor()
      await page.getByText('Showing Guide').waitFor({ state: 'attached' })
      for (const method of ['pods', 'accountKeys', 'workers', 'checkApiKey']) {
        expect(await calls(page, `runpod.${method}`)).toEqual([])
      }
    })
  })
})

describe('connected', () => {
  test('what the API key may not do is named, with the way to more', async () => {
    const check = {
      accountKeys: 'allowed',
      pods: 'refused',
      problems: [
        {
          code: 'pods-refused',
          severity: 'warning',
          title: 'The API key may not read pods',
          detail: 'Make one that may.',
          fix: { kind: 'link', link: 'runpod-settings', label: 'Open RunPod settings' },
        },
      ],
    } as const
    await withRunpod(host, connected({ check }), 'account', async (page) => {
      await page.getByText('RunPod refuses').waitFor()
      await button(page, 'Open RunPod settings').click()
      expect(await calls(page, 'system.openLink')).toEqual([{ link: 'runpod-settings' }])
    })
  })

  test('one from the environment is shown as such and cannot be removed here', async () => {
    const scenario = connected({ status: { source: 'environment' } })
    await withRunpod(host, scenario, 'account', async (page) => {
      await page.getByText('the variable RUNPOD_API_KEY that Keypilot was started with').waitFor()
      expect(await button(page, 'Remove API key…').count()).toBe(0)
    })
  })

  test('removing asks first; then nothing of the account is shown or asked any more', async () => {
    await withRunpod(host, connected({ keys: [OTHER_KEY] }), 'account', async (page) => {
      await page.getByText('grace@desktop').waitFor()
      await button(page, 'Remove API key…').click()
      await focusOf(page).toBe('Cancel')
      await page.keyboard.press('Escape')
      await page.getByRole('alertdialog').waitFor({ state: 'detached' })
      expect(await calls(page, 'runpod.removeApiKey')).toEqual([])
      await button(page, 'Remove API key…').click()
      await button(page, 'Remove API key').click()
      await page.getByRole('heading', { name: 'Connect your RunPod account' }).waitFor()
      await focusOf(page).toBe('RunPod')
      expect(await page.getByText('grace@desktop').count()).toBe(0)
      expect(await placesOf(page, 'grace@desktop')).toEqual([])
    })
  })

  test('another API key takes the place of the old one', async () => {
    await withRunpod(host, connected(), 'account', async (page) => {
      await button(page, 'Another API key…').click()
      await page.getByLabel('API key of RunPod').fill(API_KEY)
      await button(page, 'Connect').click()
      await page.getByLabel('API key of RunPod').waitFor({ state: 'detached' })
      expect(await calls(page, 'runpod.setApiKey')).toEqual([{ apiKey: API_KEY }])
      expect(await placesOf(page, API_KEY)).toEqual([])
    })
  })
})

const FAILURES = [
  ['unauthorized', 'RunPod does not accept the API key'],
  ['forbidden', 'The API key may not do this'],
  ['offline', 'RunPod cannot be reached'],
  ['timeout', 'RunPod did not answer in time'],
  ['service-error', 'RunPod’s answer could not be understood'],
] as const

describe('when RunPod does not answer as it should', () => {
  test.each(FAILURES)('%s is told as “%s”, and can be tried again', async (code, title) => {
    const error = { code, message: `Words for ${code}.`, times: 1 }
    const errors = { 'runpod.pods': error }
    await withRunpod(host, connected({ errors }), 'pods', async (page) => {
      await page.getByText(title).waitFor()
      await page.getByText(`Words for ${code}.`).waitFor()
      expect(await violations(page)).toEqual([])
      await button(page, 'Try again').click()
      await page.getByText('No pod yet').waitFor()
    })
  })

  test('a pause that RunPod asks for is counted down, and then it is asked again', async () => {
    const error = {
      code: 'rate-limited',
      message: 'Too many questions.',
      retryAfterMs: 3_000,
      times: 1,
    } as const
    await withRunpod(
      host,
      connected({ errors: { 'runpod.pods': error } }),
      'pods',
      async (page) => {
        await page.getByText('RunPod asks for a pause').waitFor()
        await page
          .getByRole('timer')
          .getByText(/^[123] seconds?$/)
          .waitFor()
        expect(await button(page, 'Try again').isDisabled()).toBe(true)
        await page.getByText('No pod yet').waitFor()
        expect((await calls(page, 'runpod.pods')).length).toBe(2)
      },
    )
  })
})
