/** The choice of a terminal program: what can be chosen, and what is chosen now. */

import type { TerminalProgram, TerminalSetting } from '../../contract.ts'
import type { Option } from '../../ui/field.tsx'

/** The word that stands for ssh and its arguments. */
export const COMMAND = '{command}'

/** The first one that is found. */
export const FIRST = 'first'
/** A program of the person's own. */
export const OTHER = 'other'

/** What most terminals take. */
const USUAL_ARGUMENTS = `-e\n${COMMAND}`

export function terminalOptions(
  list: readonly TerminalProgram[],
  setting: TerminalSetting | null,
): readonly Option<string>[] {
  const used = list.find(({ isUsed }) => isUsed)
  const now = setting === null && used !== undefined ? ` (${used.name})` : ''
  const isNameTwice = ({ name }: TerminalProgram) =>
    list.filter((other) => other.name === name).length > 1
  return [
    { value: FIRST, label: `The first one that is found${now}` },
    ...list.map((one) => ({
      value: keyOf(one),
      label: `${one.name}${isNameTwice(one) ? ` at ${one.program}` : ''}${one.isOwn ? ' (your own)' : ''}`,
    })),
    { value: OTHER, label: 'Another program…' },
  ]
}

/** The option that stands for the setting; `OTHER` for a program that is not there any more. */
export function chosenOption(
  list: readonly TerminalProgram[],
  setting: TerminalSetting | null,
): string {
  if (setting === null) return FIRST
  const same = list.find((one) => isSame(one, setting))
  return same === undefined ? OTHER : keyOf(same)
}

/** What to save for an option; undefined when the person has to say more first. */
export function settingOf(
  option: string,
  list: readonly TerminalProgram[],
): TerminalSetting | null | undefined {
  if (option === FIRST) return null
  const one = list.find((each) => keyOf(each) === option)
  return one && { program: one.program, args: one.args }
}

/** How the setting is shown for changing it. */
export interface TerminalFields {
  readonly program: string
  /** One argument a line. */
  readonly args: string
}

/** The words of a terminal that we know are of no use for another. */
export function fieldsOf(
  list: readonly TerminalProgram[],
  setting: TerminalSetting | null,
): TerminalFields {
  const same = setting === null ? undefined : list.find((one) => isSame(one, setting))
  return setting === null || same?.isOwn === false
    ? { program: '', args: USUAL_ARGUMENTS }
    : { program: setting.program, args: setting.args.join('\n') }
}

/** Empty lines, and spaces at the ends of one, are slips of the hand. */
export function readFields({ program, args }: TerminalFields): TerminalSetting {
  const words = args.split('\n').map((line) => line.trim())
  return { program: program.trim(), args: words.filter((word) => word !== '') }
}

/** What is wrong with the arguments, and what to do; null when the host can be asked. */
export function judgeArguments(args: string): string | null {
  const { length } = readFields({ program: '', args }).args.filter((word) => word === COMMAND)
  if (length === 1) return null
  return length === 0
    ? `One line must be ${COMMAND}, with nothing else in it: the ssh command goes there.`
    : `Only one line can be ${COMMAND}: remove the others.`
}

/** As the host compares them: a program may be set by its path or its name. */
function isSame(one: TerminalProgram, { program, args }: TerminalSetting): boolean {
  const isProgram = program === one.program || program === one.name
  return isProgram && JSON.stringify(args) === JSON.stringify(one.args)
}

function keyOf({ program, args }: TerminalSetting): string {
  return JSON.stringify([program, ...args])
}
