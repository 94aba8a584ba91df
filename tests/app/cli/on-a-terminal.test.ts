/** The built program on a real terminal, which `script` of util-linux provides. */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../../../out/cli.mjs', import.meta.url))
const possible =
  process.platform === 'linux' && existsSync('/usr/bin/script') && existsSync(program)
const SECRET = 'correct horse'

/** Types each text once the output holds the prompt before it. Resolves with everything shown. */
function onTerminal(
  args: string,
  typed: readonly (readonly [prompt: string, text: string])[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; shown: string }> {
  const command = `"${process.execPath}" "${program}" ${args}`
  const child = spawn('/usr/bin/script', ['-qefc', command, '/dev/null'], {
    env: { ...process.env, TERM: 'xterm', NO_COLOR: '', ...env },
  })
  const waiting = [...typed]
  let shown = ''
  let seen = 0
  child.stdout.on('data', (chunk) => {
    shown += chunk
    const next = waiting[0]
    const at = next === undefined ? -1 : shown.indexOf(next[0], seen)
    if (next === undefined || at === -1) return
    waiting.shift()
    seen = at + next[0].length
    child.stdin.write(next[1])
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, shown })))
}

describe.skipIf(!possible)('on a terminal', () => {
  it('there are colours, unless NO_COLOR is set', async () => {
    expect((await onTerminal('help')).shown).toContain('\u001b[1mUsage')
    expect((await onTerminal('help', [], { NO_COLOR: '1' })).shown).not.toContain('\u001b[')
  })

  it('a passphrase is asked for twice, and not shown', async () => {
    const { code, shown } = await onTerminal('new secret --comment me@laptop', [
      ['none): ', `${SECRET}\r`],
      ['again: ', `${SECRET}\r`],
    ])
    expect(shown).toContain('Made the key pair')
    expect(shown).toMatch(/Passphrase +yes/)
    expect(shown).not.toContain('correct')
    expect(code).toBe(0)
  })

  it('Ctrl+C at a question ends with 130, and makes nothing', async () => {
    const { code, shown } = await onTerminal('new interrupted --comment me', [
      ['none): ', '\u0003'],
    ])
    expect(shown).toContain('No key was made')
    expect(code).toBe(130)
    expect((await onTerminal('keys')).shown).not.toContain('interrupted')
  })
})
