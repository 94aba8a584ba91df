/** A home with an ssh folder, and the real service on it. */

import { chmod, mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '../../../../main/contract/methods.ts'
import { createService, type PermissionsService } from '../../../../main/permissions/service.ts'
import { createUnixPlatform, type UnixOptions } from '../../../../main/permissions/unix/platform.ts'
import { type Paths, resolvePaths, type SavedPermissions } from '../../../../main/storage/index.ts'

export interface TestHome {
  readonly paths: Paths
  readonly service: PermissionsService
  /** Everything that was recorded before a change. */
  readonly recorded: SavedPermissions[]
  /** In the ssh folder. */
  at(name: string): string
  put(name: string, mode: number): Promise<string>
}

export interface HomeOptions extends Partial<UnixOptions> {
  /** Private keys, by their names in the ssh folder or by absolute paths. */
  readonly keys?: readonly string[]
  readonly publicKeys?: readonly string[]
  readonly home?: string
  /** Of ssh. The default is OpenSSH as its authors publish it. */
  readonly version?: string
  readonly record?: () => Promise<string>
}

export async function makeHome(options: HomeOptions = {}): Promise<TestHome> {
  const home = options.home ?? (await mkdtemp(join(await realpath(homedir()), 'home ')))
  await chmod(home, 0o755)
  const env = { KEYPILOT_DATA_DIR: join(homedir(), 'data') }
  const paths = resolvePaths({ env, platform: 'linux', home })
  await mkdir(paths.sshDir, { recursive: true, mode: 0o700 })
  const at = (name: string) => (name.startsWith('/') ? name : join(paths.sshDir, name))
  const recorded: SavedPermissions[] = []
  const service = createService({
    paths,
    log: { info() {}, warn() {}, error() {}, file: '' },
    listKeys: async () => [
      ...(options.keys ?? []).map((name) => ({ privateKeyPath: at(name), publicKeyPath: null })),
      ...(options.publicKeys ?? []).map((name) => ({
        privateKeyPath: null,
        publicKeyPath: at(name),
      })),
    ],
    sshClient: async () => ({
      path: '/usr/bin/ssh',
      version: options.version ?? 'OpenSSH_9.9p1',
      flavour: 'openssh',
    }),
    platform: createUnixPlatform({
      platform: process.platform,
      myUid: process.getuid?.() ?? 0,
      ...options,
    }),
    records: {
      async record(_title, saved) {
        const id = (await options.record?.()) ?? 'backup-id'
        recorded.push(...saved)
        return id
      },
      async forget() {
        recorded.splice(0)
      },
    },
  })
  return {
    paths,
    service,
    recorded,
    at,
    async put(name, mode) {
      await writeFile(at(name), 'x')
      await chmod(at(name), mode)
      return at(name)
    },
  }
}

/** What matters of findings in most tests. */
export function inShort(findings: readonly Finding[]): readonly string[] {
  return findings.map(
    ({ code, severity, before, after }) => `${severity} ${code} ${before} -> ${after}`,
  )
}

/** Plans everything that is found and carries it out. */
export async function repairAll({ service }: TestHome) {
  const plan = await service.plan((await service.audit()).map(({ id }) => id))
  return { plan, repair: await service.repair(plan.id) }
}
