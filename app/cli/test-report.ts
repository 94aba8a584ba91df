/** A connection test on the terminal: its stages as they happen, then the verdict and the way out. */

import type { SeenHostKey, StageId, TestReport, TestStage } from '../../main/contract/methods.ts'
import type { CommandContext, ProgressListener } from './command.ts'
import { type Style, tame, wrap } from './layout.ts'
import { printFix } from './messages.ts'

const LABELS: Readonly<Record<StageId, string>> = {
  local: 'Your key',
  resolve: 'Find the address',
  tcp: 'Reach the port',
  banner: 'SSH answers',
  kex: 'Agree on encryption',
  'host-key': "Server's identity",
  auth: 'Log in',
  session: 'Open a session',
  sftp: 'Files and forwarding',
  client: 'Your own ssh',
}
const LABEL_WIDTH = Math.max(...Object.values(LABELS).map((label) => label.length))

const MARKS: Readonly<Record<TestStage['state'], readonly [string, Style]>> = {
  ok: ['✓', 'green'],
  failed: ['✗', 'red'],
  warning: ['!', 'yellow'],
  skipped: ['-', 'dim'],
}

/** Prints a line per finished stage; on a terminal also the one that is running. */
export function stagePrinter(context: CommandContext): ProgressListener {
  const { terminal, line } = context
  return (event) => {
    if (event.method !== 'connection.test') return
    const { progress } = event
    if (progress.kind === 'stage-ended') {
      if (terminal.styled) terminal.out('\r\u001b[2K')
      line(stageLine(progress.stage, context))
    } else if (terminal.styled) {
      terminal.out(`  … ${LABELS[progress.stage]}`)
    }
  }
}

function stageLine({ id, state, ms, detail }: TestStage, context: CommandContext): string {
  const [mark, style] = MARKS[state]
  const time = state === 'skipped' ? '' : `${Math.round(ms)} ms`
  const head = `  ${mark} ${LABELS[id].padEnd(LABEL_WIDTH)} ${time.padStart(8)}  `
  const indent = ' '.repeat(head.length)
  const text = wrap(detail, context.terminal.width, indent).trimStart()
  return `${head.replace(mark, context.paint(style, mark))}${text}`.trimEnd()
}

export function printReport(report: TestReport, context: CommandContext): void {
  const { line, paint, terminal } = context
  const mark = report.verdict === 'ok' ? paint('green', '✓') : paint('red', '✗')
  line()
  line(`${mark} ${paint('bold', tame(report.title))}`)
  line(wrap(report.explanation, terminal.width, '  '))
  if (report.summary !== undefined) {
    line()
    line(wrap(report.summary, terminal.width, '  '))
  }
  if (report.fixes.length === 0) return
  line()
  line(paint('bold', report.verdict === 'ok' ? 'What you can do now' : 'What to do'))
  for (const fix of report.fixes) printFix(fix, context, '  ')
}

export function printHostKey({ type, sha256 }: SeenHostKey, { terminal, paint }: CommandContext) {
  const text =
    'Keypilot has not seen this server before. A new or restarted pod is always new; compare the fingerprint if you were given one.'
  terminal.err(`\n${wrap(text, terminal.width)}\n\n  ${tame(type)}  ${paint('bold', sha256)}\n\n`)
}
