/** Runs command lines in real shells and reports the argv that the programs in them would get. */

import { mkdtemp, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../../main/system/run.ts'

export const POSIX_SHELLS = ['bash', 'dash', 'zsh', 'fish'] as const
export type PosixShell = (typeof POSIX_SHELLS)[number]

const PROGRAMS = ['ssh', 'scp', 'sftp', 'rsync', 'code']

/** One shell process for all lines. */
export async function argvIn(
  shell: PosixShell,
  lines: readonly string[],
  home: string,
): Promise<string[][]> {
  const script = [...PROGRAMS.map((name) => recorder(shell, name)), ...lines].join('\n')
  const file = join(await mkdtemp(join(homedir(), 'keypilot-shell-')), 'script')
  await writeFile(file, `${script}\n`)
  const options = { bash: ['--norc'], dash: [], zsh: ['-f'], fish: ['--no-config'] }[shell]
  const { exitCode, stdout, stderr } = await run([shell, ...options, file], {
    timeoutMs: 20_000,
    cwd: home,
    env: { HOME: home, PATH: process.env.PATH, LANG: 'C.UTF-8' },
    maxOutputBytes: 16_777_216,
  })
  if (exitCode !== 0 || stderr !== '') throw new Error(`${shell} (${exitCode}): ${stderr}`)
  return stdout
    .split('\0\x1e\0')
    .slice(0, -1)
    .map((call) => call.split('\0'))
}

function recorder(shell: PosixShell, name: string): string {
  return shell === 'fish'
    ? `function ${name}; printf '%s\\0' ${name} $argv; printf '\\036\\0'; end`
    : `${name}() { printf '%s\\0' ${name} "$@"; printf '\\036\\0'; }`
}
