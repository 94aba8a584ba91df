/** Pods of the RunPod account in Chromium: found, followed, tested, kept. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dialog } from './support/connections-page.ts'
import { RSA } from './support/fake-data.ts'
import {
  ARRIVED,
  MOVED,
  manyPods,
  OLD,
  RUNNING,
  STOPPED,
  WAITING,
} from './support/fake-runpod-data.ts'
import { FEW_CONNECTIONS, TRAINING } from './support/many-connections.ts'
import { button, calls, focusOf, withPage } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'
import { connected, podPart, podRows, withRunpod } from './support/runpod-page.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

describe('the list', () => {
  test('says of each pod what it is, what it costs and how it is, in words', async () => {
    const pods = [[STOPPED, RUNNING, WAITING, OLD]]
    await withRunpod(host, connected({ pods }), 'pods', async (page) => {
      await expect.poll(() => podRows(page).count()).toBe(4)
      const texts = await podRows(page).allTextContents()
      expect(texts[0]).toContain('older-than-your-key')
      expect(texts[0]).toContain('Needs a look')
      expect(texts[1]).toMatch(/training-a1002 × NVIDIA A100 80GB\$3\.38 an hour.*Done: Running$/)
      expect(texts[2]).toContain('Waiting: Running, waiting for its public port')
      expect(texts[3]).toContain('Skipped: Stopped')
    })
  })

  test('120 pods are searched, filtered and walked with the keyboard', async () => {
    await withRunpod(host, connected({ pods: [manyPods(120)] }), 'pods', async (page) => {
      await page.getByText('120 pods').waitFor()
      expect(await podRows(page).count()).toBeLessThan(40)
      await button(page, 'Filter and sort').click()
      await page.getByLabel('Show').selectOption('stopped')
      await page.getByText('30 of 120 pods').waitFor()
      await page.getByLabel('Show').selectOption('all')
      await podRows(page).first().getByRole('link').focus()
      await page.keyboard.press('End')
      await focusOf(page).toContain('pod-120')
      await page.keyboard.press('Enter')
      await page.locator('#pod-name', { hasText: 'pod-120' }).waitFor()
      await page.getByLabel('Search pods').fill('pod-117')
      await page.getByText('1 of 120 pods').waitFor()
      await page.getByLabel('Search pods').fill('nothing like it')
      await button(page, 'Show all pods').click()
      await page.getByText('120 pods').waitFor()
    })
  })

  test('a pod that RunPod no longer lists is said to be gone', async () => {
    await withRunpod(host, connected({ pods: [[RUNNING]] }), podPart('gone'), async (page) => {
      await page.getByText('This pod is no longer there').waitFor()
    })
  })

  test('in a narrow window the page of a pod takes the place of the list', async () => {
    await withRunpod(
      host,
      connected({ pods: [[RUNNING, WAITING]] }),
      'pods',
      async (page) => {
        await podRows(page).getByText('training-a100').click()
        await focusOf(page).toBe('training-a100')
        await page.getByRole('link', { name: 'All pods' }).click()
        await expect.poll(() => podRows(page).count()).toBe(2)
      },
      { viewport: { width: 720, height: 800 } },
    )
  })
})

describe('a starting pod', () => {
  test('says why it waits, is followed, and offers exposed TCP once the port is there', async () => {
    const scenario = connected({ pods: [[WAITING], [WAITING], [ARRIVED]], askAgainInMs: 1_000 })
    await withRunpod(host, scenario, podPart(WAITING.id), async (page) => {
      await page.getByText('The pod runs, but its public port is not there yet').waitFor()
      await page.getByText(WAITING.proxy?.command ?? '').waitFor()
      await page.getByText('ssh root@69.48.159.6 -p 25634').waitFor()
      await page.getByText('just-started: Running').waitFor({ state: 'attached' })
      expect((await calls(page, 'runpod.pods')).length).toBeGreaterThanOrEqual(3)
    })
  })

  test('stays the one that is shown when its place in the list changes', async () => {
    const later = { ...RUNNING, name: 'aaa-first-by-name' }
    const scenario = connected({ pods: [[WAITING], [WAITING, later]], askAgainInMs: 1_000 })
    await withRunpod(host, scenario, 'pods', async (page) => {
      await page.locator('#pod-name', { hasText: 'just-started' }).waitFor()
      await podRows(page).getByText('aaa-first-by-name').waitFor()
      expect(await page.locator('#pod-name').textContent()).toBe('just-started')
    })
  })

  test('is not asked about while the page is hidden', async () => {
    const scenario = connected({ pods: [[WAITING]], askAgainInMs: 1_000 })
    await withRunpod(host, scenario, 'pods', async (page) => {
      await podRows(page).first().waitFor()
      await page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      })
      const before = (await calls(page, 'runpod.pods')).length
      // Several turns of the clock that would have asked.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 3_000)))
      expect((await calls(page, 'runpod.pods')).length).toBe(before)
      await button(page, 'Refresh').click()
      await expect.poll(async () => (await calls(page, 'runpod.pods')).length).toBe(before + 1)
    })
  })
})

describe('logging in', () => {
  test('goes over exposed TCP first, and over the proxy when that is chosen', async () => {
    await withRunpod(host, connected({ pods: [[RUNNING]] }), 'pods', async (page) => {
      await page.getByText(RUNNING.direct?.command ?? '').waitFor()
      await page.getByRole('radio', { name: 'RunPod’s proxy' }).check()
      await page.getByText(RUNNING.proxy?.command ?? '').waitFor()
      await button(page, 'Save as a connection').click()
      await page.getByText('Saved as a connection', { exact: true }).waitFor()
      expect(await calls(page, 'runpod.savePod')).toEqual([
        { podId: RUNNING.id, access: 'proxy', keyId: null },
      ])
    })
  })

  test('is tested with the chosen key, kept with it, and gets a short name', async () => {
    await withRunpod(host, connected({ pods: [[RUNNING]] }), 'pods', async (page) => {
      await page.getByLabel('Key', { exact: true }).selectOption(RSA.id)
      await button(page, 'Test the connection').click()
      await page.getByText('VS Code and scp will work').waitFor()
      expect(await calls(page, 'connection.test')).toMatchObject([
        { target: RUNNING.direct?.target, keyId: RSA.id, hostKeyPolicy: 'ask' },
      ])
      await button(page, 'Save as a connection').click()
      await page.getByRole('heading', { name: 'Short name for ssh' }).waitFor()
      expect(await calls(page, 'runpod.savePod')).toEqual([
        { podId: RUNNING.id, access: 'direct', keyId: RSA.id },
      ])
      await button(page, 'Show the lines to write…').click()
      await dialog(page).getByText('HostName 213.173.108.12').waitFor()
    })
  })

  test('into a pod older than the key is explained, with the line that helps', async () => {
    await withRunpod(host, connected({ pods: [[OLD]] }), 'pods', async (page) => {
      await page.getByText('This pod does not know your key').waitFor()
      await page.getByText('Deploy a new pod, or paste').waitFor()
      await page.getByRole('button', { name: /^Copy/ }).first().click()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('authorized_keys')
    })
  })

  test('into a stopped pod is not offered', async () => {
    await withRunpod(host, connected({ pods: [[STOPPED]] }), 'pods', async (page) => {
      await page.getByText('The pod is stopped, so there is no way in.').waitFor()
      expect(await button(page, 'Test the connection').count()).toBe(0)
    })
  })
})

describe('a saved pod that moved', () => {
  const scenario = connected({ pods: [[MOVED]] }, { connections: FEW_CONNECTIONS })

  test('is brought to its new address with one press on its page', async () => {
    await withRunpod(host, scenario, 'pods', async (page) => {
      await page.getByText('the pod is now at root@213.173.108.12:31999').waitFor()
      await button(page, 'Update Training pod').click()
      await page.getByText('Address updated').waitFor()
      await button(page, 'Update Training pod').waitFor({ state: 'detached' })
      await focusOf(page).toBe('training-a100')
      expect(await calls(page, 'runpod.savePod')).toEqual([{ podId: MOVED.id, access: 'direct' }])
    })
  })

  test('until then a test goes to where it is now', async () => {
    await withRunpod(host, scenario, 'pods', async (page) => {
      await button(page, 'Test the connection').click()
      await page.getByText('VS Code and scp will work').waitFor()
      expect(await calls(page, 'connection.test')).toMatchObject([
        { target: { port: 31999 }, keyId: TRAINING.keyId },
      ])
    })
  })

  test('is noticed on Connections too', async () => {
    await withPage(
      host,
      scenario,
      async (page) => {
        await button(page, 'Update Training pod').click()
        await page.getByText('root@213.173.108.12:31999 · SSH over exposed TCP').waitFor()
        expect((await calls(page, 'runpod.savePod')).length).toBe(1)
      },
      { hash: '#/connections' },
    )
  })

  test('without an API key Connections asks RunPod nothing', async () => {
    await withPage(
      host,
      { ...scenario, runpod: { pods: [[MOVED]] } },
      async (page) => {
        await page.locator('#connection-name').waitFor()
        expect(await calls(page, 'runpod.pods')).toEqual([])
      },
      { hash: '#/connections' },
    )
  })
})
