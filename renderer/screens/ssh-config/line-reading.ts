/** What a line of a config file means for the chosen host, in a few words beside it. */

import type { ConfigFileView, ConfigLineView, EffectiveConfig } from '../../contract.ts'

export interface LineReading {
  /** `used`: ssh acts on it. `passed`: it says something, but not for this host, or too late. */
  readonly look: 'used' | 'passed' | 'unknown' | 'faulty' | 'plain'
  readonly words: string
}

const PLAIN: LineReading = { look: 'plain', words: '' }

/** Reads lines of one file; without a host only faults are told. */
export function readerOf(
  file: ConfigFileView,
  effective: EffectiveConfig | null,
): (line: ConfigLineView) => LineReading {
  const settings = indexByLine(effective?.settings ?? [], file.path)
  const blocks = indexByLine(effective?.blocks ?? [], file.path)
  return (line) => {
    if (line.fault !== null) return { look: 'faulty', words: line.fault }
    if (effective === null) return PLAIN
    const block = blocks.get(line.number)
    if (block !== undefined) return readBlock(block)
    const setting = settings.get(line.number)
    if (setting !== undefined) return readSetting(setting, winnerOf(setting, effective))
    return PLAIN
  }
}

type Setting = EffectiveConfig['settings'][number]
type Block = EffectiveConfig['blocks'][number]

function readBlock({ matched, why }: Block): LineReading {
  if (matched === 'unknown') return { look: 'unknown', words: why }
  return { look: matched ? 'used' : 'passed', words: matched ? `Applies. ${why}` : why }
}

function readSetting({ state }: Setting, winner: Setting | null): LineReading {
  switch (state) {
    case 'applies':
      return { look: 'used', words: 'ssh uses this' }
    case 'unknown':
      return { look: 'unknown', words: 'Unknown until ssh runs the program of the Match line' }
    case 'shadowed':
      return { look: 'passed', words: `Not used: ${placeOf(winner)} said it first` }
  }
}

/** The first value wins, so it is the one that applies. */
function winnerOf(setting: Setting, { settings }: EffectiveConfig): Setting | null {
  const same = settings.filter(({ keyword }) => keyword === setting.keyword)
  return same.find(({ state }) => state === 'applies') ?? null
}

function placeOf(setting: Setting | null): string {
  if (setting === null) return 'an earlier line'
  if (setting.line === null || setting.file === null) return 'the command'
  return `line ${setting.line} of ${nameOf(setting.file)}`
}

/** The file's name, as a person calls it. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

function indexByLine<T extends { readonly file: string | null; readonly line: number | null }>(
  entries: readonly T[],
  path: string,
): ReadonlyMap<number, T> {
  const here = entries.filter(({ file }) => file === path)
  return new Map(here.flatMap((entry) => (entry.line === null ? [] : [[entry.line, entry]])))
}

/** A run of lines that is shown, or the number of lines that are left out. */
export type Part =
  | { readonly kind: 'lines'; readonly lines: readonly ConfigLineView[] }
  | { readonly kind: 'gap'; readonly from: number; readonly count: number }

const CONTEXT = 2

/** Only what matters, with two lines around it: for files too long to be read from top to bottom. */
export function partsOf(
  lines: readonly ConfigLineView[],
  matters: (line: ConfigLineView) => boolean,
): readonly Part[] {
  const shown = new Set<number>()
  lines.forEach((line, index) => {
    if (!matters(line)) return
    for (let near = index - CONTEXT; near <= index + CONTEXT; near += 1) shown.add(near)
  })
  const parts: Part[] = []
  let start = 0
  while (start < lines.length) {
    const visible = shown.has(start)
    let end = start + 1
    while (end < lines.length && shown.has(end) === visible) end += 1
    const run = lines.slice(start, end)
    const from = run[0]?.number ?? 0
    parts.push(visible ? { kind: 'lines', lines: run } : { kind: 'gap', from, count: run.length })
    start = end
  }
  return parts
}
