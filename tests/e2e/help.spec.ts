/** What the real ssh prints, pasted into Help, leads to the cause that a test names for it. */

import { spawnSync } from 'node:child_process'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, startSshd } from '../support/servers/index.ts'
import { expect, test } from './support/keypilot.ts'
import { makeKey } from './support/real-ssh.ts'
import type { Throwaway } from './support/throwaway.ts'

/** Everything that a terminal would show. */
function sshSays({ sshDir, env }: Throwaway, port: number): string {
  const args = [
    ...['-F', 'none', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no'],
    ...['-o', 'UserKnownHostsFile=/dev/null', '-i', join(sshDir, 'id_ed25519')],
    ...['-p', String(port), 'root@127.0.0.1', 'true'],
  ]
  return spawnSync('ssh', args, { env, encoding: 'utf8', timeout: 30_000 }).stderr
}

test('a refusal, a closed port and an open key file are told apart by what ssh prints', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  const line = await makeKey(throwaway, 'id_ed25519')
  await page.getByRole('link', { name: 'Help' }).click()
  const search = page.getByLabel('Search, or paste what your terminal says')
  const likely = page.locator('section', {
    has: page.getByRole('heading', { name: 'Most likely' }),
  })
  const refusing = await startSshd({ authorizedKeys: [] })
  const accepting = await startSshd({ authorizedKeys: [line] })
  try {
    await search.fill(sshSays(throwaway, refusing.port))
    await expect(likely).toContainText('The pod refused this key')
    await expect(likely).toContainText('RunPod never sets a password')
    // Of a key that the server would take, ssh looks at the private half.
    await chmod(join(throwaway.sshDir, 'id_ed25519'), 0o644)
    await search.fill(sshSays(throwaway, accepting.port))
    await expect(likely).toContainText('Others could read this key')
  } finally {
    await Promise.all([refusing.stop(), accepting.stop()])
  }
  await search.fill(sshSays(throwaway, await freePort()))
  await expect(likely).toContainText('Nothing answers on that port')
  await search.fill('')
  await expect(likely).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Logging in' })).toBeVisible()
})
