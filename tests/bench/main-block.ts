/**
 * The longest time that the thread of the services answers nothing while slow work is asked of it,
 * beside the same timer when nothing is asked.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { whyNoSshd } from '../support/servers/index.ts'
import { type BlockHost, inElectron, inNode } from './block/hosts.ts'
import { prepareWork } from './block/work.ts'
import { whyNoElectron } from './electron/stage.ts'
import { median, publish } from './measure.ts'
import type { Row } from './report/result.ts'

const TURNS = 7
const IDLE_MS = 1_000
const MAX_BLOCK_MS = 50
const about = {
  name: 'main-block',
  title: 'Blocks of the main process',
  how:
    'A timer of one millisecond in the process of the services: the longest it had to wait, but for the time in which ' +
    'other programs had the processor (Linux counts that apart), while an RSA key of 4,096 ' +
    'bits is made (`keys.generate`), while a key’s passphrase is changed (`keys.setPassphrase`, which decrypts and ' +
    'encrypts), and while a protected key is decrypted for a login at a local sshd (`connection.test`); beside it the ' +
    'same timer in a second of doing nothing. The median of seven turns. The process is Electron’s main process, asked ' +
    'by its page, and the Node process of the browser host and the command line. Budget: 50 ms.',
}

const missing = whyNoSshd()
if (missing === null) {
  const rows = await measure('Node', await inNode())
  if (whyNoElectron() === null) rows.unshift(...(await measure('Electron', await inElectron())))
  publish({ ...about, rows })
} else publish({ ...about, rows: [], leftOut: missing })

async function measure(where: string, host: BlockHost): Promise<Row[]> {
  const work = await prepareWork(host)
  const idle: number[] = []
  const blocks = new Map<string, number[]>()
  try {
    for (let turn = 0; turn < TURNS; turn++) {
      idle.push(await longestBlock(host, () => sleep(IDLE_MS)))
      for (const [what, action] of Object.entries(work.actions)) {
        const block = await longestBlock(host, () => action(turn))
        blocks.set(what, [...(blocks.get(what) ?? []), block])
      }
    }
  } finally {
    await work.stop()
    await host.stop()
  }
  const beside = {
    unit: 'ms',
    theirs: median(idle),
    beside: 'idle',
  } as const
  return [...blocks].map(([what, all]) => ({
    what: `Longest block in ${where}, ${what}`,
    ...{ ...beside, ours: median(all), atMost: MAX_BLOCK_MS },
  }))
}

/** Milliseconds. */
async function longestBlock(host: BlockHost, action: () => Promise<unknown>): Promise<number> {
  await host.startTimer()
  await action()
  // The block that ended with the action is seen by the timer's next turn.
  await sleep(5)
  return host.stopTimer()
}
