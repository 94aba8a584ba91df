/** docs/benchmarks.md: what the last whole run measured, and what the last soaks found. */

import type { Machine } from './machine.ts'
import type { BenchResult, Row } from './result.ts'
import { SOAK_HOSTS, type SoakFigures, soakRows, soakText, soakTitle } from './soak.ts'
import { COLUMNS, cellsOf } from './words.ts'

export interface Run {
  readonly machine: Machine
  readonly results: readonly BenchResult[]
}

const HEAD = `# Benchmarks

\`npm run bench\` writes this page. It builds Keypilot as a release is built and measures it side by side with something
in the same run, because machines differ and are noisy: every row is a ratio. A figure is the median of several turns
in which both sides alternate, unless its paragraph says otherwise. \`npm run bench keys-list\` measures one of them and
leaves this page alone; soaks take long, run only when they are asked for, and renew their own parts. A missed
budget ends the run with exit code 1. They are no tests: nothing in \`npm test\` is timed.
`
const PARTS = ['run', ...SOAK_HOSTS.map((host) => `soak-${host}` as const)] as const
type Part = (typeof PARTS)[number]

/** The whole page. A part that was not measured stays as `previous` has it. */
export function renderPage(
  measured: { readonly run: Run | null; readonly soaks: readonly SoakFigures[] },
  previous: string,
): string {
  const parts = PARTS.map((part) => {
    const soak = measured.soaks.find(({ host }) => part === `soak-${host}`)
    if (soak !== undefined) return renderSoak(soak)
    return part === 'run' && measured.run !== null
      ? renderRun(measured.run)
      : partOf(previous, part)
  })
  return [HEAD, ...PARTS.map((part, index) => `${mark(part)}\n${parts[index]}`)].join('\n')
}

function renderRun({ machine, results }: Run): string {
  const { date, cores, model, memoryGb, versions, load } = machine
  const leftOut = results.flatMap(({ title, leftOut }) =>
    leftOut === undefined ? [] : `Left out: ${title} (${leftOut}).\n`,
  )
  const how = results.map(({ title, how }) => `### ${title}\n\n${how}\n`)
  return [
    `Measured on ${date}: ${cores} × ${model}, ${memoryGb} GB of memory, ${versions.join(', ')}; ` +
      `load average ${load} at the start.\n`,
    table(results.flatMap(({ rows }) => rows)),
    ...leftOut,
    '## How each is measured\n',
    ...how,
  ].join('\n')
}

function renderSoak(figures: SoakFigures): string {
  return `## ${soakTitle(figures)}\n\n${soakText(figures)}\n\n${table(soakRows(figures))}`
}

function table(rows: readonly Row[]): string {
  const lines = [COLUMNS, COLUMNS.map(() => '---'), ...rows.map(cellsOf)]
  return lines
    .map((cells) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |\n`)
    .join('')
}

function mark(part: Part): string {
  return `<!-- ${part} -->\n`
}

/** From its mark to the next one, or the end; empty when the page has no such part yet. */
function partOf(page: string, part: Part): string {
  const text = page.split(mark(part))[1]?.split('<!-- ')[0]?.trim() ?? ''
  return text === '' ? '' : `${text}\n`
}
