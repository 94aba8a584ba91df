/**
 * Item 4 of Electron's security checklist: the page's process is really confined by the system. For
 * root Chromium has no sandbox, so there the app is started as an account without rights.
 */

import { spawnSync } from 'node:child_process'
import { chmod, chown, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  appArgument,
  electronMissing,
  electronProgram,
  launchPatiently,
  untilServicesAnswer,
} from './support/hosts.ts'
import { expect, test } from './support/keypilot.ts'
import type { Throwaway } from './support/throwaway.ts'

const NOBODY = 65_534
const isRoot = process.getuid?.() === 0
const asNobody = ['--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups']

/** Why no confined process can be started here; null when one can. */
function whyNot(): string | null {
  if (process.platform !== 'linux') return 'the sandbox is looked at by way of /proc'
  if (electronProgram === undefined) return electronMissing
  const command = isRoot
    ? ['setpriv', ...asNobody, 'unshare', '-U', 'true']
    : ['unshare', '-U', 'true']
  const { status } = spawnSync(command[0] ?? '', command.slice(1))
  return status === 0 ? null : 'this system gives no user namespaces to ordinary accounts'
}

/** A program that gives up root before it becomes Electron. */
async function programFor({
  home,
  env,
}: Throwaway): Promise<{ program: string; env: Record<string, string> }> {
  if (!isRoot) return { program: electronProgram ?? '', env: { ...env } }
  const program = join(home, 'electron-as-nobody')
  await writeFile(
    program,
    `#!/bin/sh\nexec setpriv ${asNobody.join(' ')} '${electronProgram}' "$@"\n`,
  )
  await chmod(program, 0o755)
  const runtime = join(home, 'runtime')
  await mkdir(runtime, { mode: 0o700 })
  const authority = join(home, 'xauthority')
  if (env.XAUTHORITY !== undefined) await copyFile(env.XAUTHORITY, authority)
  for (const path of [home, runtime, authority]) await chown(path, NOBODY, NOBODY).catch(() => {})
  return { program, env: { ...env, XAUTHORITY: authority, XDG_RUNTIME_DIR: runtime } }
}

async function statusOf(pid: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Object.fromEntries(text.split('\n').map((line) => line.split(':\t') as [string, string]))
}

test('4: the process of the page is confined by the system', async ({ throwaway }, info) => {
  const reason = whyNot()
  info.skip(reason !== null, reason ?? '')
  const { program, env } = await programFor(throwaway)
  const app = await launchPatiently({
    executablePath: program,
    args: ['--disable-gpu', ...appArgument()],
    env,
    // The driver would switch it off.
    chromiumSandbox: true,
  })
  const page = await app.firstWindow()
  await expect(page.locator('h1')).toBeVisible()
  await untilServicesAnswer(page)
  expect(await app.evaluate(({ app: one }) => one.commandLine.hasSwitch('no-sandbox'))).toBe(false)
  const main = await app.evaluate(() => String(process.pid))
  const found: Record<string, string>[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    // Written by Chromium as one text, with spaces.
    const line = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')
    const isOurs = line.includes(`--user-data-dir=${throwaway.dataDir}`)
    if (isOurs && line.includes('--type=renderer')) found.push(await statusOf(pid))
  }
  expect(found).toHaveLength(1)
  // Filtered system calls, and no way to gain rights.
  expect(found[0]).toMatchObject({ Seccomp: '2', NoNewPrivs: '1' })
  // Confined or not, its memory belongs into no core dump.
  expect(await readFile(`/proc/${found[0]?.Pid}/coredump_filter`, 'latin1')).toBe('00000000\n')
  expect((await statusOf(main)).Seccomp, 'the main process is not confined').toBe('0')
  await app.close()
})
