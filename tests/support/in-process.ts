/** All services in this process, in a throwaway home, with every question answered by yes. */

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeypilot, type HostActions, type Keypilot } from '../../main/app.ts'
import type { ConfirmPrompt, MethodName, Params, Value } from '../../main/contract/methods.ts'
import { resolvePaths } from '../../main/storage/index.ts'

export interface InProcess extends Pick<Keypilot, 'paths'> {
  readonly home: string
  /** What the person was asked, in order. */
  readonly prompts: readonly ConfirmPrompt[]
  /** Rejects with `code: message`. */
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Value<M>>
  remove(): Promise<void>
}

export async function startInProcess(): Promise<InProcess> {
  const home = await mkdtemp(join(tmpdir(), 'keypilot-whole-'))
  const env = { KEYPILOT_SSH_DIR: join(home, '.ssh'), KEYPILOT_DATA_DIR: join(home, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home })
  await mkdir(paths.sshDir, { mode: 0o700 })
  const no = async () => false
  const host: HostActions = { kind: 'cli', openLink: no, reveal: no }
  const keypilot = createKeypilot({ paths, version: '0.0.0', host })
  const prompts: ConfirmPrompt[] = []
  return {
    home,
    paths,
    prompts,
    async call<M extends MethodName>(method: M, params: Params<M>) {
      const result = await keypilot.dispatch(method, params, {
        callId: 'x',
        host: 'cli',
        signal: new AbortController().signal,
        progress: () => {},
        confirm: async (prompt) => {
          prompts.push(prompt)
          return true
        },
      })
      if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
      return result.value as Value<M>
    },
    async remove() {
      await keypilot.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
