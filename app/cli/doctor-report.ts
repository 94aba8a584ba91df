/** The findings of `keypilot doctor` on a terminal: grouped by root cause, the gravest first. */

import type {
  Finding,
  FindingSeverity,
  KeyPair,
  PermissionsReport,
  Problem,
} from '../../main/contract/methods.ts'
import type { CommandContext } from './command.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { type Style, shortPath, tame, wrap } from './layout.ts'
import { printFix, printProblems } from './messages.ts'

/** A key that ssh refuses for what is in its file. */
export interface BrokenKey {
  readonly path: string
  readonly problems: readonly Problem[]
}

const MARKS: Readonly<Record<FindingSeverity, readonly [string, Style]>> = {
  refuses: ['✗', 'red'],
  exposes: ['!', 'yellow'],
  advice: ['i', 'cyan'],
}
const ORDER: readonly FindingSeverity[] = ['refuses', 'exposes', 'advice']

/** Problems of keys that stand among the findings already. */
const TOLD_BY_FINDINGS: ReadonlySet<string> = new Set(['permissions', 'unreadable-by-us'])

export function brokenKeys(keys: readonly KeyPair[]): readonly BrokenKey[] {
  return keys
    .map(({ privateKeyPath, publicKeyPath, name, problems }) => ({
      path: privateKeyPath ?? publicKeyPath ?? name,
      problems: problems.filter(
        ({ code, severity }) => severity === 'error' && !TOLD_BY_FINDINGS.has(code),
      ),
    }))
    .filter(({ problems }) => problems.length > 0)
}

/** Notes of what could not be judged, so that nothing is known to be well there. */
const UNSEEN: ReadonlySet<string> = new Set(['not-looked-at', 'keys-not-listed'])

/** 1 when ssh refuses something, or when something could not be looked at. */
export function verdictOf(report: PermissionsReport, broken: readonly BrokenKey[]): ExitCode {
  const refuses = report.findings.some(({ severity }) => severity === 'refuses')
  return broken.length > 0 || refuses || hasUnseen(report) ? EXIT.failed : EXIT.ok
}

function hasUnseen({ notes }: PermissionsReport): boolean {
  return notes.some(({ code }) => UNSEEN.has(code))
}

export function printReport(
  report: PermissionsReport,
  broken: readonly BrokenKey[],
  context: CommandContext,
): void {
  const { line, paint, terminal } = context
  const { findings, notes } = report
  if (findings.length > 0 || broken.length > 0) {
    line(paint('bold', wrap(headline(findings, broken), terminal.width)))
    line(wrap(judgeOf(report), terminal.width))
  } else if (hasUnseen(report)) {
    const text = 'Found nothing, but not everything could be looked at.'
    line(`${paint('yellow', '!')} ${wrap(text, terminal.width, '  ').trimStart()}`)
  } else printAllGood(report, context)
  for (const group of groups(findings)) {
    line()
    printGroup(group, context)
  }
  if (broken.length > 0) printBroken(broken, context)
  if (notes.length > 0) {
    line()
    printProblems(notes, context)
  }
  if (findings.some(({ repairable }) => repairable)) {
    line()
    line(wrap('See what a repair would change, and decide for each:', terminal.width))
    line('    keypilot doctor --fix')
  }
}

/** Which ssh will run decides: Windows' and Git's judge differently, Debian's is more lenient. */
function judgeOf({ sshClient }: PermissionsReport): string {
  return sshClient === null
    ? "No ssh was found here: judged by OpenSSH's own rules."
    : `Judged as ${sshClient.version} does (${sshClient.path}).`
}

function printAllGood({ checked, sshClient }: PermissionsReport, context: CommandContext): void {
  const { line, paint, terminal } = context
  const files = checked.length === 1 ? '1 file or folder' : `${checked.length} files and folders`
  const good = 'All is well: there is nothing that ssh refuses or others can use.'
  line(`${paint('green', '✓')} ${wrap(good, terminal.width, '  ').trimStart()}`)
  const judge = sshClient === null ? '' : ` as ${sshClient.version} judges them`
  line(wrap(`Looked at ${files}${judge}.`, terminal.width, '  '))
}

function headline(findings: readonly Finding[], broken: readonly BrokenKey[]): string {
  const count = (wanted: FindingSeverity) =>
    findings.filter(({ severity }) => severity === wanted).length
  const parts = [
    [count('refuses') + broken.length, 'that ssh or its server refuses'],
    [count('exposes'), 'open to other accounts'],
    [count('advice'), 'worth knowing'],
  ] as const
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`)
  return `Found: ${said.join(', ')}`
}

interface Group {
  readonly cause: Finding
  readonly explained: readonly Finding[]
}

function groups(findings: readonly Finding[]): readonly Group[] {
  const ids = new Set(findings.map(({ id }) => id))
  const isCause = ({ rootCause }: Finding) => rootCause === null || !ids.has(rootCause)
  return findings
    .filter(isCause)
    .toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
    .map((cause) => ({
      cause,
      explained: findings.filter((one) => !isCause(one) && one.rootCause === cause.id),
    }))
}

function printGroup({ cause, explained }: Group, context: CommandContext): void {
  const { line, paint, terminal } = context
  const [mark, style] = MARKS[cause.severity]
  line(`${paint(style, mark)} ${paint('bold', placeOf(cause, context))}`)
  line(wrap(`${cause.title}. ${cause.consequence}`, terminal.width, '  '))
  printChange(cause, context)
  printWayOut(cause, context, '  ')
  if (explained.length === 0) return
  line('  This explains:')
  for (const finding of explained) {
    const [childMark, childStyle] = MARKS[finding.severity]
    line(`    ${paint(childStyle, childMark)} ${placeOf(finding, context)}`)
    printChange(finding, context, '      ')
    // Where the folder itself is to be repaired, that comes first and is said once.
    if (cause.fix === undefined) printWayOut(finding, context, '      ', cause.reason)
  }
}

/** Why a repair cannot be made from here, and what helps instead. */
function printWayOut(
  { reason, fix }: Finding,
  context: CommandContext,
  indent: string,
  said?: string,
): void {
  if (reason !== undefined && reason !== said) {
    context.line(wrap(reason, context.terminal.width, indent))
  }
  if (fix !== undefined) printFix(fix, context, indent)
}

/** As it is, and as a repair would make it. */
function printChange({ before, after }: Finding, context: CommandContext, indent = '  '): void {
  const change = after === null ? before : `${before} → ${after}`
  context.line(wrap(change, context.terminal.width, indent))
}

/** The path, and where a link leads. */
export function placeOf(
  { path, target }: { readonly path: string; readonly target: string | null },
  { paths }: CommandContext,
): string {
  const short = (full: string) => tame(shortPath(full, paths.home))
  return target === null ? short(path) : `${short(path)} (a link to ${short(target)})`
}

function printBroken(broken: readonly BrokenKey[], context: CommandContext): void {
  const { line, paint, paths } = context
  line()
  line(paint('bold', 'Key files that ssh cannot use'))
  for (const { path, problems } of broken) {
    line()
    line(tame(shortPath(path, paths.home)))
    printProblems(problems, context, '  ')
  }
}
