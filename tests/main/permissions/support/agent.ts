/**
 * The permissions service as a program of its own, so that tests can run it as another account.
 * One JSON request per line of standard input, one JSON answer per line of standard output.
 */

import { createInterface } from 'node:readline'
import { createService } from '../../../../main/permissions/service.ts'
import { createUnixPlatform } from '../../../../main/permissions/unix/platform.ts'
import { resolvePaths } from '../../../../main/storage/index.ts'

interface Settings {
  readonly home: string
  readonly dataDir: string
  /** Of the ssh that is there, e.g. `OpenSSH_9.2p1 Debian-2+deb12u3`. */
  readonly version: string
  readonly keys: readonly string[]
}

const settings = JSON.parse(process.argv[2] ?? '{}') as Settings
const platform = createUnixPlatform({
  platform: process.platform,
  myUid: process.getuid?.() ?? -1,
})
const service = createService({
  paths: resolvePaths({
    env: { KEYPILOT_DATA_DIR: settings.dataDir },
    platform: process.platform,
    home: settings.home,
  }),
  log: { info() {}, warn() {}, error() {}, file: '' },
  listKeys: async () =>
    settings.keys.map((path) => ({ privateKeyPath: path, publicKeyPath: null })),
  sshClient: async () => ({ path: '/usr/bin/ssh', version: settings.version, flavour: 'openssh' }),
  platform,
  records: { record: async () => 'backup', forget: async () => {} },
})

async function answer(method: string, params: string[]): Promise<unknown> {
  if (method === 'plan') return service.plan(params)
  if (method === 'repair') return service.repair(params[0] ?? '')
  if (method === 'restore') {
    await platform.restore({ path: params[0] ?? '', mode: Number(params[1]), sddl: null })
    return {}
  }
  return service.report()
}

for await (const line of createInterface({ input: process.stdin })) {
  const [method, ...params] = JSON.parse(line) as [string, ...string[]]
  const result = await answer(method, params).catch((error: unknown) => ({ error: String(error) }))
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
