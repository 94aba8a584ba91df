/** The machine that measured, as far as figures depend on it. */

import { spawnSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'

export interface Machine {
  /** Of the start, such as `2026-11-30`. */
  readonly date: string
  readonly cores: number
  readonly model: string
  readonly memoryGb: number
  readonly versions: readonly string[]
  /** At the start, over the last one, five and fifteen minutes. */
  readonly load: string
}

/** `electron` is the version of the runtime that is measured, where there is one. */
export function lookAtMachine(at: {
  readonly electron: string | null
  readonly load: readonly number[]
}): Machine {
  const openssh = /^[^,]+/.exec(spawnSync('ssh', ['-V'], { encoding: 'utf8' }).stderr ?? '')?.[0]
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: cpus().length,
    model: cpus()[0]?.model.trim() || 'unknown processor',
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    versions: [
      `Node ${process.versions.node}`,
      ...(at.electron === null ? [] : [`Electron ${at.electron}`]),
      openssh?.replace('_', ' ') ?? 'no OpenSSH',
    ],
    load: at.load.map((value) => value.toFixed(2)).join(', '),
  }
}
