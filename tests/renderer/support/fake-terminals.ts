/** The terminals of a made-up computer. */

import type { ConfirmPrompt, TerminalProgram, TerminalSetting } from '../../../renderer/contract.ts'

const TERMINALS = [
  { name: 'gnome-terminal', program: '/usr/bin/gnome-terminal', args: ['--', '{command}'] },
  { name: 'xterm', program: '/usr/bin/xterm', args: ['-e', '{command}'] },
] as const

export function fakeTerminals(setting: TerminalSetting | null): readonly TerminalProgram[] {
  const found = TERMINALS.map((one, index) => {
    const isUsed = setting === null ? index === 0 : one.program === setting.program
    return { ...one, isUsed, isOwn: false }
  })
  if (setting === null || found.some((one) => one.isUsed)) return found
  const name = setting.program.split('/').at(-1) ?? ''
  return [{ name, ...setting, isUsed: true, isOwn: true }, ...found]
}

export function isKnownTerminal({ program }: TerminalSetting): boolean {
  return TERMINALS.some((one) => one.program === program)
}

export function questionAbout({ program }: TerminalSetting): ConfirmPrompt {
  return {
    title: `Use ${program} as your terminal?`,
    detail: 'Keypilot will start this program.',
    action: 'Use this program',
  }
}
