/** Not a test: the RunPod screen with an account that a local server plays. */

import { makeKey } from '../e2e/support/real-ssh.ts'
import { test } from '../e2e/support/runpod-account.ts'
import { RunpodPage } from '../e2e/support/runpod-page.ts'
import { directEntry, podEntry, proxyEntry } from '../support/runpod-api/index.ts'
import { shoot } from './shoot.ts'

test('the RunPod account, light and dark', async ({ keypilot, throwaway, account }) => {
  test.setTimeout(120_000)
  const { page } = keypilot
  account.setKeys([await makeKey(throwaway, 'id_ed25519')])
  const createdAt = new Date().toISOString()
  const common = { createdAt, startedAt: createdAt }
  account.setPods([
    podEntry({ id: 'k3v9x2m1q8', name: 'trainer', ...common, ssh: sshOf('k3v9x2m1q8', 17_445) }),
    podEntry({ id: 'p7d2w4z6n5', name: 'notebook', ...common, ssh: sshOf('p7d2w4z6n5', null) }),
  ])
  const runpod = new RunpodPage(page)
  await runpod.open('Account')
  await page.getByLabel('API key of RunPod').waitFor()
  await shoot(page, 'runpod')
  await runpod.connect(account.apiKey)
  // Its account is not pictured: it warns that the requests go to a server of the tests.
  await runpod.open('Pods')
  await page.locator('#pod-name').waitFor()
  await shoot(page, 'runpod-pods')
})

function sshOf(id: string, port: number | null) {
  return { proxy: proxyEntry(id), direct: port === null ? null : directEntry('203.0.113.7', port) }
}
