/** Findings about single lines: what makes ssh refuse the config, marks, characters, Windows paths. */

import type { ConfigFinding } from '../../contract/methods.ts'
import { isPathFromSsh } from '../../system/ssh-escapes.ts'
import { BOM, readableValue } from '../document.ts'
import { evaluate } from '../effective/evaluate.ts'
import type { ProgramFile, ProgramLine } from '../effective/program.ts'
import { askSsh, configArgument, faultsInOutput } from '../effective/run-ssh.ts'
import { ANY_HOST, matchExecPlaces } from '../read-report.ts'
import { refusedHost, refusedUser } from '../refused-characters.ts'
import { type AuditContext, makeFinding } from './context.ts'

const ALL_HOSTS =
  'One bad line is enough: ssh refuses the whole config because of it, for every host.'

interface FaultyLine {
  readonly file: ProgramFile
  readonly number: number
  readonly text: string
  readonly reason: string
}

/** ssh itself is asked where there is one and reading the config runs no program. */
export async function syntaxErrors(context: AuditContext): Promise<readonly ConfigFinding[]> {
  const { program, around } = context
  const { faults, loops } = evaluate(program, { host: ANY_HOST }, around)
  const ours = faults
    .filter(({ file, line }) => !file.system && !isMarked(line))
    .map(({ file, line, fault }) => ({
      ...{ file, number: line.number, text: line.text, reason: fault },
    }))
  const lines = await askedFaults(context, ours)
  const files = program.files.filter(
    (file) => !file.system && (loops.includes(file) || file.problem?.code === 'config-utf16'),
  )
  return [
    ...lines.map((line) => (isWindowsPath(line) ? windowsPath(line) : syntaxError(line))),
    ...files.map((file) =>
      makeFinding(file, null, null, {
        ...{ code: 'syntax-error', severity: 'error', fixable: false },
        title: file.problem?.title ?? 'Includes without end',
        detail:
          file.problem?.detail ??
          'Its Include lines lead back to it, or too deep, and ssh gives up for every host. Remove one of them.',
      }),
    ),
  ]
}

/** What ssh accepts is no fault, and what it refuses is one, whatever we think of it. */
async function askedFaults(
  { program, around, facts }: AuditContext,
  ours: readonly FaultyLine[],
): Promise<readonly FaultyLine[]> {
  const ssh = facts.sshClient?.path
  if (ssh === undefined || matchExecPlaces(program).length > 0) return ours
  if (program.roots[0]?.exists !== true) return ours
  const answer = await askSsh(ssh, configArgument(around), { host: ANY_HOST }).catch(() => null)
  if (answer === null) return ours
  if (answer.ok) return []
  const known = new Set(ours.map(({ file, number }) => `${number} ${file.path}`))
  const more = faultsInOutput(answer.stderr).flatMap(({ path, line, reason }) => {
    const file = program.files.find(
      (one) => !one.system && isPathFromSsh(one.path, path, around.platform),
    )
    const text = file?.lines[line - 1]?.text
    if (file === undefined || text === undefined || known.has(`${line} ${file.path}`)) return []
    if (line === 1 && text.startsWith(BOM)) return []
    known.add(`${line} ${file.path}`)
    return [{ file, number: line, text, reason: `ssh says: ${reason}` }]
  })
  return [...ours, ...more]
}

function isMarked({ number, text }: Pick<ProgramLine, 'number' | 'text'>): boolean {
  return number === 1 && text.startsWith(BOM)
}

function syntaxError({ file, number, reason }: FaultyLine): ConfigFinding {
  return makeFinding(file, number, null, {
    ...{ code: 'syntax-error', severity: 'error', fixable: true },
    title: `ssh refuses line ${number}`,
    detail: `${reason} ${ALL_HOSTS} Correct the line, or put # before it.`,
  })
}

/** A drive, and a space or a quote that ssh does not take as it was meant. */
function isWindowsPath({ text }: FaultyLine): boolean {
  return /^\s*\S+[\s=]+(?:[A-Za-z]:[\\/][^"]*\s|"[A-Za-z]:\\[^"]*\\"\s*$)/.test(text)
}

function windowsPath({ file, number, text }: FaultyLine): ConfigFinding {
  const endsInBackslash = /\\"\s*$/.test(text)
  return makeFinding(file, number, null, {
    ...{ code: 'windows-path', severity: 'error', fixable: true },
    title: `ssh misreads the path in line ${number}`,
    detail: endsInBackslash
      ? `A backslash before the closing quote stands for a quote in the path, so the path has no end. ${ALL_HOSTS} Leave the last backslash out.`
      : `There is a space in the path and no quotes around it, so ssh takes it for two. ${ALL_HOSTS} Put the path in double quotes.`,
  })
}

/** On Windows, `\` is no separator in the patterns of Include for versions of ssh before 9. */
export function includedWindowsPaths({ program }: AuditContext): readonly ConfigFinding[] {
  return program.files.flatMap((file) =>
    file.system
      ? []
      : linesOf(file)
          .filter(({ keyword, directive }) => {
            const isInclude = keyword?.name === 'Include'
            return isInclude && directive.words.some(({ value }) => /^[A-Za-z]:\\/.test(value))
          })
          .map(({ number }) =>
            makeFinding(file, number, null, {
              ...{ code: 'windows-path', severity: 'warning', fixable: true },
              title: 'Include with backslashes',
              detail:
                'Older versions of ssh take a backslash in an Include path for an escape, and then find no file without saying so. Write the path with / in place of \\.',
            }),
          ),
  )
}

export function byteOrderMarks({ program }: AuditContext): readonly ConfigFinding[] {
  return program.files
    .filter((file) => !file.system && file.lines[0]?.text.startsWith(BOM))
    .map((file) =>
      makeFinding(file, 1, null, {
        ...{ code: 'byte-order-mark', severity: 'error', fixable: true },
        title: 'Invisible mark at the start',
        detail:
          'The file begins with a byte order mark, which some editors add. ssh takes it for a part of the first word and refuses the whole config, for every host.',
      }),
    )
}

export function refusedNames({ program, named }: AuditContext): readonly ConfigFinding[] {
  const aliases = named.flatMap(({ alias, file, opener }) => {
    const what = refusedHost(alias)
    return what === null
      ? []
      : [
          makeFinding(file, opener.number, alias, {
            ...{ code: 'refused-characters', severity: 'warning', fixable: true },
            title: 'A name that cannot be typed',
            detail: `“${readableValue(alias)}” holds ${what}, and ssh refuses such a host name before it reads the config. ${alias.includes(',') ? 'Names in a Host line are separated by spaces, not by commas.' : 'Give the host another name.'}`,
          }),
        ]
  })
  const values = program.files
    .filter(({ system }) => !system)
    .flatMap((file) => linesOf(file).flatMap((line) => refusedValue(file, line)))
  return [...aliases, ...values]
}

function refusedValue(
  file: ProgramFile,
  { keyword, values, number }: ProgramLine,
): ConfigFinding[] {
  const text = values[0]?.text ?? ''
  const isHost = keyword?.name === 'HostName'
  if (!isHost && keyword?.name !== 'User') return []
  const what = isHost ? refusedHost(text) : refusedUser(text)
  if (what === null) return []
  return [
    makeFinding(file, number, null, {
      ...{ code: 'refused-characters', severity: isHost ? 'error' : 'warning', fixable: true },
      title: isHost ? 'This is not a host name' : 'A user name that ssh refuses',
      detail: isHost
        ? `“${readableValue(text)}” holds ${what}, which no host name or address has, so ssh cannot find the server. Correct the name.`
        : `“${readableValue(text)}” holds ${what}. ssh refuses such a user name on the command line, and so do tools that read this config. Correct the name.`,
    }),
  ]
}

export function linesOf(file: ProgramFile): readonly ProgramLine[] {
  return file.blocks.flatMap(({ lines }) => lines)
}
