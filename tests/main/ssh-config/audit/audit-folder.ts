/** `sshConfig.audit` on a throwaway config, with the facts of other services made up. */

import { afterEach, beforeEach } from 'vitest'
import type { ConfigFinding, Finding, KeyPair } from '../../../../main/contract/methods.ts'
import {
  createSshConfigService,
  type SavedTarget,
  type SshConfigOptions,
} from '../../../../main/ssh-config/index.ts'
import { surroundingsOf } from '../../../../main/ssh-config/surroundings.ts'
import { findSshClient } from '../../../../main/system/ssh-client.ts'
import { type ConfigFolder, configFolder } from '../support.ts'

export interface Facts {
  readonly permissions?: readonly Partial<Finding>[]
  readonly keys?: readonly Partial<KeyPair>[]
  readonly agentKeyIds?: readonly string[]
  readonly saved?: readonly SavedTarget[]
  /** Whether the real ssh may be asked. */
  readonly ssh?: boolean
}

/** A folder for each test of the file that calls this. */
export function auditFolder() {
  let folder: ConfigFolder
  beforeEach(async () => {
    folder = await configFolder()
  })
  afterEach(() => folder.remove())
  return {
    get folder() {
      return folder
    },
    async audit(config: string, facts: Facts = {}): Promise<readonly ConfigFinding[]> {
      await folder.write('config', config)
      const options: SshConfigOptions = {
        paths: folder.paths,
        sshClient: async () =>
          facts.ssh ? findSshClient({ platform: process.platform, env: process.env }) : null,
        permissions: async () => (facts.permissions ?? []) as readonly Finding[],
        keys: async () => (facts.keys ?? []) as readonly KeyPair[],
        agentKeyIds: async () => facts.agentKeyIds ?? [],
        saved: async () => facts.saved ?? [],
        around: { ...surroundingsOf(folder.paths), systemConfig: null, sshVersion: 9.2 },
      }
      return createSshConfigService(options).audit()
    },
    key: (name: string) => folder.write(name, 'a key'),
  }
}

/** `code line alias` of each. */
export const brief = (findings: readonly ConfigFinding[]) =>
  findings.map(({ code, line, alias }) => `${code} ${line} ${alias}`)
