/** What becomes of benchmark results: the table, the page, and the exit code. */

import { describe, expect, test } from 'vitest'
import { type Collected, summarise } from './report/index.ts'
import type { BenchResult, Row } from './report/result.ts'
import type { SoakFigures } from './report/soak.ts'

const machine: Collected['machine'] = {
  date: '2026-11-30',
  cores: 2,
  model: 'Some processor',
  memoryGb: 8,
  versions: ['Node 20.20.2', 'OpenSSH 9.2p1'],
  load: '0.10, 0.20, 0.30',
}
const row: Row = { what: 'Work', unit: 'ms', ours: 100, theirs: 2_000, beside: 'another program' }
const held = (heapBytes: number): SoakFigures['before'] => ({
  process: { heapBytes, rssBytes: 125e6, handles: 9, listeners: 8, openFiles: 29 },
  page: null,
  files: 6,
})
const soak: SoakFigures = {
  ...{ host: 'browser', runtime: 'Node 20.20.2', date: '2026-11-30T05:00:00.000Z' },
  ...{ minutes: 120, everyMs: 2_000, cycles: 3_600, missedBeats: 7, over: [] },
  ...{ cycleMs: { median: 500, of95: 900 }, before: held(20e6), after: held(22e6) },
  eachMinute: [held(20e6), held(21e6), held(22e6)],
}
const result = (rows: readonly Row[], more: Partial<BenchResult> = {}): BenchResult => ({
  name: 'work',
  title: 'Working',
  how: 'By working.',
  rows,
  ...more,
})
const summary = (results: readonly BenchResult[], more: Partial<Collected> = {}) =>
  summarise({ machine, results, isWhole: true, soaks: [], page: '', ...more })
const exitCode = (...rows: readonly Row[]) => summary([result(rows)]).exitCode

describe('a budget', () => {
  test('of a ratio is missed by the smallest step beyond it', () => {
    const slower = { ...row, ours: 1_100, theirs: 1_000, atMostTimes: 1.1 }
    expect(exitCode(slower)).toBe(0)
    expect(exitCode({ ...slower, ours: 1_100.1 })).toBe(1)
    const faster = { ...row, atMostTimes: 1 / 20 }
    expect(exitCode(faster)).toBe(0)
    expect(exitCode({ ...faster, ours: 100.1 })).toBe(1)
  })

  test('of a figure and of a ratio has to be met in both', () => {
    const both = { ...row, atMost: 100, atMostTimes: 1 / 20 }
    expect(exitCode(both)).toBe(0)
    expect(exitCode({ ...both, atMost: 99 })).toBe(1)
    expect(exitCode({ ...both, theirs: 1_999 })).toBe(1)
  })

  test('is missed by a figure that is no number', () => {
    expect(exitCode({ ...row, ours: Number.NaN, atMost: 100 })).toBe(1)
    expect(exitCode({ ...row, ours: Number.NaN })).toBe(1)
    expect(exitCode({ ...row, unit: 'count', ours: 2, theirs: 0 })).toBe(1)
  })

  test('of nothing is met by nothing', () => {
    expect(exitCode({ ...row, unit: 'count', ours: 0, theirs: 0, atMost: 0 })).toBe(0)
  })

  test('that is missed is marked in its own row, and named', () => {
    const rows = [row, { ...row, what: 'More work', atMost: 99 }]
    const { table, page, complaints } = summary([result(rows)])
    expect(table.split('\n').filter((line) => line.includes('MISSED'))).toEqual([
      expect.stringMatching(/^More work +100 ms .*20\.0× faster +≤ 99 ms +MISSED$/),
    ])
    expect(page).toContain('| More work | 100 ms | 2,000 ms, another program | 20.0× faster | ≤')
    expect(complaints).toEqual(['work: More work'])
  })
})

describe('a benchmark', () => {
  test('that gave no figures has failed', () => {
    const { exitCode, complaints } = summary([result([row]), result([], { name: 'broken' })])
    expect({ exitCode, complaints }).toEqual({
      exitCode: 1,
      complaints: ['broken: gave no figures'],
    })
  })

  test('that cannot run here is named with the reason, and has not failed', () => {
    const { exitCode, table, page } = summary([
      result([row]),
      result([], { title: 'Serving', leftOut: 'no sshd' }),
    ])
    expect(exitCode).toBe(0)
    expect(table).toContain('left out: Serving (no sshd)')
    expect(page).toContain('Left out: Serving (no sshd).')
  })
})

describe('the table', () => {
  test('is aligned, with one ratio in each row', () => {
    const { table } = summary([
      result([
        { ...row, atMostTimes: 1 / 20 },
        { ...row, what: 'Much longer work', ours: 12_345, theirs: 10_000 },
        { ...row, what: 'Memory', unit: 'bytes', ours: 2_500_000, theirs: 999_000 },
      ]),
    ])
    expect(`\n${table}`).toBe(`
what              Keypilot  beside it                  ratio          budget        met
----------------  --------  -------------------------  -------------  ------------  ---
Work                100 ms  2,000 ms, another program  20.0× faster   ≥ 20× faster  yes
Much longer work    12.3 s  10 s, another program      1.23× as long
Memory              2.5 MB  999 kB, another program    2.50× as much
`)
  })
})

describe('the page', () => {
  const work = result([{ ...row, what: 'Other work' }])
  const parts = (page: string) => page.split('<!-- ').map((part) => part.trim())

  test('keeps what a whole run did not measure, and the other way round', () => {
    const whole = summary([result([row])]).page
    expect(whole).toContain('| Work | 100 ms')
    const withSoak = summary([], { isWhole: false, soaks: [soak], page: whole }).page
    expect(parts(withSoak)[1]).toBe(parts(whole)[1])
    const again = summary([work], { page: withSoak }).page
    expect(again).not.toContain('| Work | 100 ms')
    expect(again).toContain('| Other work | 100 ms')
    expect(parts(again).slice(2)).toEqual(parts(withSoak).slice(2))
    const electron = { ...soak, host: 'electron' } as const
    const both = summary([], { isWhole: false, soaks: [electron], page: again }).page
    expect(parts(both).slice(0, 3)).toEqual(parts(again).slice(0, 3))
    expect(parts(both)[3]).toContain('## 120 minutes of the desktop app')
  })

  test('is left as it is by a run of some benchmarks only', () => {
    const { page } = summary([result([row])], { soaks: [soak] })
    expect(summary([work], { isWhole: false, page }).page).toBe(page)
  })

  test('says what measured, when, and how', () => {
    const { page } = summary([result([row])])
    expect(page).toContain(
      'Measured on 2026-11-30: 2 × Some processor, 8 GB of memory, Node 20.20.2, OpenSSH 9.2p1; ' +
        'load average 0.10, 0.20, 0.30 at the start.',
    )
    expect(page).toContain('### Working\n\nBy working.')
  })

  test('sets what a soak held at its end beside what it held before', () => {
    const { page } = summary([], { isWhole: false, soaks: [soak] })
    expect(page).toContain('2026-11-30, Node 20.20.2: 3,600 cycles, one every 2 seconds (7 beats')
    expect(page).toContain('Every budget was kept')
    expect(page).toContain('| Heap | 22 MB | 21 MB, halfway | 1.05× as much |')
    expect(page).toContain('| Handles | 9 | 9, after the warm-up | 1.00× as much |')
    const over = ['handles: 9 before, 12 after']
    const missed = summary([], { isWhole: false, soaks: [{ ...soak, over }] }).page
    expect(missed).toContain('Budgets that were missed: handles: 9 before, 12 after.')
    expect(missed).not.toContain('Every budget was kept')
  })
})
