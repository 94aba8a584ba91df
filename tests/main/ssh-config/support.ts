/** What the real ssh makes of a config, and a folder for one test. */

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Paths, resolvePaths } from '../../../main/storage/index.ts'

export interface Effective {
  readonly accepted: boolean
  /** Values of `identityfile` and `certificatefile`, as ssh prints them: not expanded. */
  readonly identities: readonly string[]
  readonly certificates: readonly string[]
  readonly stderr: string
}

/** `ssh -G` for a host of the name `a`. Nothing connects. */
export function effective(
  config: string,
  options: { args?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Effective> {
  const argv = ['-G', '-F', config, ...(options.args ?? []), 'a']
  return new Promise((resolve) => {
    const env = options.env ?? process.env
    execFile('ssh', argv, { encoding: 'latin1', env }, (error, stdout, stderr) => {
      const values = (name: string) =>
        stdout
          .split('\n')
          .filter((line) => line.startsWith(`${name} `))
          .map((line) => Buffer.from(line.slice(name.length + 1), 'latin1').toString('utf8'))
      resolve({
        accepted: error === null,
        identities: values('identityfile'),
        certificates: values('certificatefile'),
        stderr,
      })
    })
  })
}

export interface ConfigFolder {
  readonly home: string
  readonly paths: Paths
  /** Path of the user's config. */
  readonly config: string
  /** Writes a file below the ssh folder and returns its path. */
  write(name: string, text: string | Buffer): Promise<string>
  remove(): Promise<void>
}

export async function configFolder(): Promise<ConfigFolder> {
  const home = await mkdtemp(join(homedir(), 'config-'))
  const env = { KEYPILOT_DATA_DIR: join(home, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home })
  await mkdir(paths.sshDir, { mode: 0o700 })
  return {
    home,
    paths,
    config: join(paths.sshDir, 'config'),
    async write(name, text) {
      const path = join(paths.sshDir, name)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text, { mode: 0o600 })
      return path
    },
    remove: () => rm(home, { recursive: true, force: true }),
  }
}
