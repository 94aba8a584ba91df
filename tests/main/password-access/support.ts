/** Password access with the real services, in an ssh folder of its own. */

import { dirname } from 'node:path'
import { createVisits, type Limits } from '../../../main/connection/index.ts'
import { AppError } from '../../../main/contract/errors.ts'
import type {
  ConfirmPrompt,
  InstalledKey,
  InstallKeyParams,
  InstallStep,
} from '../../../main/contract/methods.ts'
import { createKeyService } from '../../../main/keys/index.ts'
import { createKnownHosts } from '../../../main/known-hosts/index.ts'
import { createPasswordAccess } from '../../../main/password-access/index.ts'
import type { Log } from '../../../main/storage/index.ts'
import { resolvePaths } from '../../../main/storage/index.ts'
import { recordSecret } from '../../support/traffic/record.ts'
import { type Bench, createBench } from '../connection/support.ts'

export interface AccessBench extends Bench {
  readonly access: ReturnType<typeof createPasswordAccess>
  /** Everything that was logged. */
  readonly logged: string[]
  readonly asked: ConfirmPrompt[]
  install(
    params: Omit<InstallKeyParams, 'hostKeyPolicy' | 'turnOff'> & Partial<InstallKeyParams>,
    signal?: AbortSignal,
  ): Promise<{ readonly result: InstalledKey; readonly told: readonly InstallStep[] }>
  context(signal?: AbortSignal): {
    readonly signal: AbortSignal
    progress(): void
    confirm(prompt: ConfirmPrompt): Promise<boolean>
  }
}

export function createAccessBench(
  options: {
    readonly limits?: Partial<Limits>
    readonly now?: () => number
    readonly says?: boolean
  } = {},
): AccessBench {
  const bench = createBench()
  const home = dirname(bench.sshDir)
  const env = { KEYPILOT_SSH_DIR: bench.sshDir, KEYPILOT_DATA_DIR: `${home}/data` }
  const paths = resolvePaths({ env, platform: process.platform, home })
  const logged: string[] = []
  const write = (event: string, fields?: unknown) => logged.push(JSON.stringify({ event, fields }))
  const log: Log = { file: '', info: write, warn: write, error: write }
  const asked: ConfirmPrompt[] = []
  const access = createPasswordAccess({
    log,
    visits: createVisits({
      paths,
      keys: createKeyService({ paths, log }),
      knownHosts: createKnownHosts({ paths }),
      limits: options.limits ?? {},
    }),
    savedConnection: () => Promise.reject(new AppError('not-found', 'It is not saved.')),
    ...(options.now && { now: options.now }),
  })
  const context = (signal = new AbortController().signal) => ({
    signal,
    progress() {},
    async confirm(prompt: ConfirmPrompt) {
      asked.push(prompt)
      return options.says ?? true
    },
  })
  return {
    ...bench,
    access,
    logged,
    asked,
    context,
    async install(params, signal) {
      if (params.password !== undefined) recordSecret(params.password)
      const told: InstallStep[] = []
      const result = await access.installKey(
        { hostKeyPolicy: 'accept-new', turnOff: true, ...params },
        {
          ...context(signal),
          progress: (event) => {
            if (event.method === 'passwordAccess.installKey') told.push(event.progress.step)
          },
        },
      )
      return { result, told }
    },
  }
}

export function states({ steps }: InstalledKey): readonly string[] {
  return steps.map(({ id, state }) => `${id} ${state}`)
}
