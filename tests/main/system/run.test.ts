/** Programs that are ended early, with all they have started. Other promises of `run` are tested by its users. */

import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../../../main/system/run.ts'

const onUnix = test.skipIf(process.platform === 'win32')

/** A program that starts another one, notes its id, and says the lines. */
function script(lines: string): { readonly path: string; child(): number } {
  const folder = mkdtempSync(join(homedir(), 'run-'))
  const path = join(folder, 'script')
  const note = join(folder, 'child')
  writeFileSync(path, `#!/bin/sh\nsleep 600 &\necho $! > ${note}\n${lines}\n`, { mode: 0o700 })
  return {
    path,
    child: () => (existsSync(note) ? Number(readFileSync(note, 'utf8')) : 0),
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // Ended, and not yet asked about by its parent.
  return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
}

async function expectGone(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(1)
  await expect.poll(() => existsSync(`/proc/${pid}`) && isAlive(pid)).toBe(false)
}

onUnix('ends at the line that is enough, and gives what was said until then', async () => {
  const { path, child } = script('echo one >&2; echo out; printf "tw" >&2; echo "o" >&2; sleep 600')
  const asked: string[] = []
  const { stderr, stdout, exitCode } = await run([path], {
    timeoutMs: 25_000,
    wholeGroup: true,
    isEnough: (line) => {
      asked.push(line)
      return line === 'two'
    },
  })
  expect(asked).toEqual(['one', 'two'])
  expect({ stderr, stdout, exitCode }).toEqual({
    stderr: 'one\ntwo\n',
    stdout: 'out\n',
    exitCode: null,
  })
  await expectGone(child())
})

onUnix('what a program leaves behind ends with it, and nobody waits for it', async () => {
  const { path, child } = script('echo done')
  const { stdout, exitCode } = await run([path], { timeoutMs: 25_000, wholeGroup: true })
  expect({ stdout, exitCode }).toEqual({ stdout: 'done\n', exitCode: 0 })
  await expectGone(child())
})

onUnix('a time limit and a cancelled call end the whole group', async () => {
  const slow = script('sleep 600')
  await expect(run([slow.path], { timeoutMs: 700, wholeGroup: true })).rejects.toMatchObject({
    code: 'timeout',
  })
  if (slow.child() !== 0) await expectGone(slow.child())
  const cancelled = script('echo ready >&2; sleep 600')
  const controller = new AbortController()
  const running = run([cancelled.path], {
    timeoutMs: 25_000,
    signal: controller.signal,
    wholeGroup: true,
    isEnough: () => {
      controller.abort()
      return false
    },
  })
  await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  await expectGone(cancelled.child())
})

onUnix('lines without end are asked about in bounded pieces', async () => {
  const { path } = script('head -c 300000 /dev/zero | tr "\\0" x >&2; echo >&2; echo end >&2')
  const lengths: number[] = []
  const { stderr } = await run([path], {
    timeoutMs: 25_000,
    maxOutputBytes: 262_144,
    wholeGroup: true,
    isEnough: (line) => lengths.push(line.length) === 0,
  })
  expect(stderr).toHaveLength(262_144)
  for (const length of lengths) expect(length).toBeLessThanOrEqual(8_192 + 65_536)
})
