/**
 * An account as a server sees it, with a home folder and a shell of our choice: the library
 * nss_wrapper answers for `/etc/passwd`, so nothing of the system's own accounts is touched.
 */

import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Account {
  readonly home: string
  readonly shell: string
}

const NOBODY = 65_534
const FOLDERS = ['/usr/lib', '/usr/lib64', '/usr/local/lib']

/** Null when accounts can be made up here; otherwise what is missing. */
export function whyNoAccounts(): string | null {
  if (process.getuid?.() !== 0) return 'only root can start servers for a made-up account'
  return hasLibrary() ? null : 'libnss_wrapper.so is not installed (Debian: libnss-wrapper)'
}

/** The environment in which a server takes root for this account. */
export async function environmentOf(
  folder: string,
  account: Account,
): Promise<{ readonly [name: string]: string | undefined }> {
  const passwd = join(folder, 'passwd')
  const group = join(folder, 'group')
  const lines = [
    `root:x:0:0:root:${account.home}:${account.shell}`,
    // sshd runs the part before the login as this one.
    `sshd:x:105:${NOBODY}::/run/sshd:/usr/sbin/nologin`,
    `nobody:x:${NOBODY}:${NOBODY}:nobody:/nonexistent:/usr/sbin/nologin`,
  ]
  await writeFile(passwd, `${lines.join('\n')}\n`)
  await writeFile(group, `root:x:0:\nnogroup:x:${NOBODY}:\n`)
  return {
    PATH: process.env.PATH,
    LD_PRELOAD: 'libnss_wrapper.so',
    NSS_WRAPPER_PASSWD: passwd,
    NSS_WRAPPER_GROUP: group,
  }
}

function hasLibrary(): boolean {
  return FOLDERS.some((folder) => {
    if (!existsSync(folder)) return false
    const inner = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name.includes('linux-gnu'))
      .map(({ name }) => join(folder, name))
    return [folder, ...inner].some((path) => existsSync(join(path, 'libnss_wrapper.so')))
  })
}
