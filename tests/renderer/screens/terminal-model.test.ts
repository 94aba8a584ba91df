import { expect, test } from 'vitest'
import type { TerminalProgram } from '../../../renderer/contract.ts'
import {
  chosenOption,
  FIRST,
  fieldsOf,
  judgeArguments,
  OTHER,
  readFields,
  settingOf,
  terminalOptions,
} from '../../../renderer/screens/settings/terminal-model.ts'

const TERMINAL: TerminalProgram = {
  name: 'Terminal',
  program: '/usr/bin/osascript',
  args: ['-e', 'tell', '{command}'],
  isUsed: true,
  isOwn: false,
}
/** The same program as the one above: only the arguments tell them apart. */
const ITERM = { ...TERMINAL, name: 'iTerm', args: ['-e', 'iterm', '{command}'], isUsed: false }
const KITTY: TerminalProgram = {
  name: 'kitty',
  program: '/opt/kitty/bin/kitty',
  args: ['{command}'],
  isUsed: true,
  isOwn: true,
}

test('without a setting the first one is named, and each can be chosen', () => {
  const options = terminalOptions([TERMINAL, ITERM], null)
  expect(options.map(({ label }) => label)).toEqual([
    'The first one that is found (Terminal)',
    'Terminal',
    'iTerm',
    'Another program…',
  ])
  expect(chosenOption([TERMINAL, ITERM], null)).toBe(FIRST)
  expect(options.map(({ value }) => settingOf(value, [TERMINAL, ITERM]))).toEqual([
    null,
    { program: TERMINAL.program, args: TERMINAL.args },
    { program: ITERM.program, args: ITERM.args },
    undefined,
  ])
})

test('a setting is found by program and arguments, and by name as the host does', () => {
  const list = [KITTY, TERMINAL, ITERM]
  const chosen = (program: string, args: readonly string[]) => {
    const option = chosenOption(list, { program, args })
    return terminalOptions(list, null).find(({ value }) => value === option)?.label
  }
  expect(chosen(ITERM.program, ITERM.args)).toBe('iTerm')
  expect(chosen('kitty', ['{command}'])).toBe('kitty (your own)')
  expect(chosen('kitty', ['-1', '{command}'])).toBe('Another program…')
  expect(chosenOption([], { program: 'gone', args: ['{command}'] })).toBe(OTHER)
})

test('two of the same name are told apart by their place', () => {
  const other = { ...KITTY, program: '/usr/bin/kitty', isUsed: false, isOwn: false }
  expect(terminalOptions([KITTY, other], KITTY).map(({ label }) => label)).toEqual([
    'The first one that is found',
    'kitty at /opt/kitty/bin/kitty (your own)',
    'kitty at /usr/bin/kitty',
    'Another program…',
  ])
})

test('the fields hold what the person wrote, and never the words of a terminal that we know', () => {
  expect(fieldsOf([TERMINAL], null)).toEqual({ program: '', args: '-e\n{command}' })
  expect(fieldsOf([TERMINAL], TERMINAL)).toEqual({ program: '', args: '-e\n{command}' })
  expect(fieldsOf([KITTY], KITTY)).toEqual({ program: KITTY.program, args: '{command}' })
  const gone = { program: 'gone', args: ['a b', '{command}'] }
  expect(fieldsOf([TERMINAL], gone)).toEqual({ program: 'gone', args: 'a b\n{command}' })
  expect(readFields(fieldsOf([TERMINAL], gone))).toEqual(gone)
})

test('empty lines and spaces at the ends do not count', () => {
  expect(readFields({ program: ' kitty ', args: '--title\r\n my pod \n\n{command} \n' })).toEqual({
    program: 'kitty',
    args: ['--title', 'my pod', '{command}'],
  })
})

test.each([
  ['-e\n{command}', null],
  ['{command} ', null],
  ['-e {command}', 'One line must be {command}'],
  ['', 'One line must be {command}'],
  ['{command}\n{command}', 'Only one line can be {command}'],
])('arguments %j', (args, said) => {
  if (said === null) expect(judgeArguments(args)).toBeNull()
  else expect(judgeArguments(args)).toContain(said)
})
