/** The main job, from the first screen on: a person with no key ends logged in to a real sshd. */

import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startSshd } from '../../support/servers/index.ts'
import type { RunningKeypilot } from './hosts.ts'
import { expect } from './keypilot.ts'
import { SetupPage, textOfCard } from './setup-page.ts'
import type { Throwaway } from './throwaway.ts'

/** Makes a key, pastes it back, tests the connection, and logs in with the command that is offered. */
export async function walkGuidedPath(
  keypilot: RunningKeypilot,
  throwaway: Throwaway,
): Promise<void> {
  const setup = new SetupPage(keypilot.page)
  const publicLine = await setup.makeKey(throwaway)
  await setup.pasteBack(publicLine)
  await setup.expectPasteAccepted()

  const sshd = await startSshd({ authorizedKeys: [publicLine] })
  try {
    await setup.enterCommand(`ssh ${sshd.user}@127.0.0.1 -p ${sshd.port} -i ~/.ssh/id_ed25519`)
    await setup.startTest()
    const fingerprint = sshd.hostKeys[0]?.sha256 ?? ''
    await expect(keypilot.page.getByText(fingerprint).first()).toBeVisible()
    await setup.acceptHostKey()
    await setup.expectFinished()

    const knownHosts = await readFile(join(throwaway.sshDir, 'known_hosts'), 'utf8')
    expect(knownHosts).toContain(`[127.0.0.1]:${sshd.port} ${sshd.hostKeys[0]?.line}`)
    await expectCommandLogsIn(setup, throwaway.env, throwaway.sshDir)
  } finally {
    await sshd.stop()
  }
}

/** Runs what the screen offers for copying in a real shell, with the real ssh. */
async function expectCommandLogsIn(
  setup: SetupPage,
  env: Readonly<Record<string, string>>,
  sshDir: string,
): Promise<void> {
  const command = await textOfCard(setup.page.locator('main'), 'SSH command')
  // Only what keeps ssh off the real home is added; it looks there whatever HOME says.
  const isolated = `${command} -F none -o UserKnownHostsFile=${sshDir}/known_hosts -o BatchMode=yes 'echo logged in as "$USER"'`
  const { stdout, stderr } = spawnSync('bash', ['-c', isolated], { env, encoding: 'utf8' })
  expect({ stdout, stderr }).toMatchObject({ stdout: expect.stringMatching(/^logged in as /) })
}
