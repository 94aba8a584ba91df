/** The two places where the services run, each with a timer of one millisecond beside them. */

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MethodName, Params, Result, Value } from '../../../main/contract/methods.ts'
import { startInProcess } from '../../support/in-process.ts'
import { launch } from '../electron/launch.ts'
import { stageKeypilot } from '../electron/stage.ts'
import { startTimer } from './timer.ts'

export interface BlockHost {
  readonly sshDir: string
  /** Rejects when the call fails. */
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Value<M>>
  startTimer(): Promise<void>
  /** Milliseconds: the longest that the timer was kept waiting since it was started. */
  stopTimer(): Promise<number>
  stop(): Promise<void>
}

/** As the browser host and the command line run them. */
export async function inNode(): Promise<BlockHost> {
  const keypilot = await startInProcess()
  let stopTimer = () => Number.NaN
  return {
    sshDir: keypilot.paths.sshDir,
    call: keypilot.call,
    async startTimer() {
      stopTimer = startTimer()
    },
    stopTimer: async () => stopTimer(),
    stop: () => keypilot.remove(),
  }
}

/** The desktop app, called by its page, with the timer in its main process. */
export async function inElectron(): Promise<BlockHost> {
  const folder = join(process.cwd(), 'out/bench/electron-block')
  const home = await mkdtemp(join(tmpdir(), 'keypilot-bench-'))
  const sshDir = join(home, '.ssh')
  await mkdir(sshDir, { mode: 0o700 })
  const launched = await launch({
    program: await stageKeypilot(folder),
    home,
    inspectMain: true,
  })
  const timer = 'globalThis.benchTimer'
  return {
    sshDir,
    async call<M extends MethodName>(method: M, params: Params<M>) {
      const call = `window.keypilot.call(${JSON.stringify(method)}, ${JSON.stringify(params)})`
      const result = (await launched.inPage(call)) as Result<Value<M>>
      if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
      return result.value
    },
    async startTimer() {
      await launched.inMain(`${timer} = (${startTimer})(); null`)
    },
    stopTimer: async () => Number(await launched.inMain(`${timer}()`)),
    async stop() {
      await launched.stop()
      await rm(home, { recursive: true, force: true, maxRetries: 5 })
      await rm(folder, { recursive: true, force: true })
    },
  }
}
