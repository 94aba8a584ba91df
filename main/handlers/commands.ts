/** Commands: `sshCommand.*`, `runpod.startCommand`. */

import { AppError } from '../contract/errors.ts'
import type { Services } from '../services.ts'
import type { Paths } from '../storage/index.ts'
import type { Part } from './part.ts'
import { privatePath } from './private-path.ts'

export function commandHandlers(
  services: Services,
  paths: Paths,
): Part<'sshCommand.parse' | 'sshCommand.render' | 'runpod.startCommand'> {
  return {
    'sshCommand.parse': async ({ text }) => {
      const { parseSshCommand } = await import('../ssh-command/index.ts')
      return parseSshCommand(text)
    },
    'sshCommand.render': async ({ keyId, ...params }) => {
      if (keyId !== undefined && params.identityFile !== undefined) {
        throw new AppError('bad-request', 'Name either "keyId" or "identityFile", and not both.')
      }
      const { renderSshCommand } = await import('../ssh-command/index.ts')
      const identityFile =
        keyId === undefined ? params.identityFile : await privatePath(services, keyId)
      return renderSshCommand(
        { ...params, ...(identityFile === undefined ? {} : { identityFile }) },
        { platform: process.platform, home: paths.home },
      )
    },
    'runpod.startCommand': async (params) => {
      const { buildStartCommand } = await import('../runpod/index.ts')
      return buildStartCommand(params)
    },
  }
}
