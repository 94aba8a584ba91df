/** One operation on a folder of keys, as a program that can be killed. */

import { createKeyService } from '../../../../main/keys/index.ts'
import { createLog, resolvePaths } from '../../../../main/storage/index.ts'

const yes = {
  signal: new AbortController().signal,
  confirm: async () => true,
  progress: () => {},
}

/** `operation` is a method of the service, `paramsText` its parameters; a `name` names the key. */
export async function run(dir: string, operation: string, paramsText: string): Promise<void> {
  const env = { KEYPILOT_SSH_DIR: `${dir}/.ssh`, KEYPILOT_DATA_DIR: `${dir}/data` }
  const paths = resolvePaths({ env, platform: process.platform, home: dir })
  const service = createKeyService({ paths, log: createLog(paths) })
  const params = JSON.parse(paramsText)
  switch (operation) {
    case 'generate':
      await service.generate(params, yes)
      return
    case 'setComment':
      await service.setComment(params, yes)
      return
    case 'setPassphrase':
      await service.setPassphrase(params, yes)
      return
    case 'rename':
      await service.rename(params, yes)
      return
    case 'remove':
      await service.remove(params, yes)
      return
    case 'repair':
      await service.repair(params, yes)
      return
    default:
      throw new Error(`no operation ${operation}`)
  }
}
