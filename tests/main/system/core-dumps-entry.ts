/** Says what core dumps would hold of this process and of what it starts. See core-dumps.test.ts. */

import { readFileSync } from 'node:fs'
import { keepMemoryOutOfCoreDumps } from '../../../main/system/core-dumps.ts'
import { launch } from '../../../main/system/launch.ts'
import { run as runProgram } from '../../../main/system/run.ts'

const FILTER = '/proc/self/coredump_filter'

export async function run(launched: string): Promise<void> {
  keepMemoryOutOfCoreDumps()
  keepMemoryOutOfCoreDumps()
  const { stdout } = await runProgram(['cat', FILTER], { timeoutMs: 10_000 })
  await launch(['cp', '--no-preserve=all', FILTER, launched])
  const own = readFileSync(FILTER, 'latin1').trim()
  process.stdout.write(JSON.stringify({ own, answering: stdout.trim() }))
}
