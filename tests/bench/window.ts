/** The desktop app's start and memory, beside a bare window in the same Electron, in turns. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stageFiles, stageKeypilot, whyNoElectron } from './electron/stage.ts'
import { type Started, startOnce } from './electron/start.ts'
import { median, publish } from './measure.ts'
import type { Row } from './report/result.ts'

const TURNS = 9
const MAX_RATIO = 1.25
const SIDES = ['ours', 'bare'] as const

/** As Electron's own quick start has it. */
const BARE = {
  'package.json': '{ "name": "bare", "main": "main.cjs" }',
  'main.cjs': `
const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow().loadFile('index.html'))
`,
  'index.html': `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Bare</title></head>
  <body><main><h1>A bare window</h1><p>With a button.</p><button>Press</button></main></body>
</html>
`,
}
const about = {
  name: 'window',
  title: 'The window',
  how:
    'Our files in the tests’ Electron, and the window of Electron’s quick start with a heading and a button, nine starts ' +
    'each in turns after one that is not counted, each with the profile of the start before. A window is interactive ' +
    'when its largest content is painted and its page does no task of 50 ms or more any more: Chromium notes both ' +
    'by itself and is asked two seconds later, so nothing is measured with. The Setup screen is filled when it shows ' +
    'what the services told it of keys and settings; they are loaded when the window is painted. Memory is that of all ' +
    'processes together at that moment. Budget: 1.25 times the bare window’s time.',
}

const missing = whyNoElectron()
if (missing === null) await compare()
else publish({ ...about, rows: [], leftOut: missing })

async function compare(): Promise<void> {
  const folder = join(process.cwd(), 'out/bench/electron')
  const home = await mkdtemp(join(tmpdir(), 'keypilot-bench-'))
  const programs = {
    ours: await stageKeypilot(join(folder, 'ours')),
    bare: await stageFiles(join(folder, 'bare'), BARE),
  }
  const starts = { ours: [] as Started[], bare: [] as Started[] }
  try {
    for (let turn = 0; turn <= TURNS; turn++) {
      for (const side of SIDES) {
        const started = await startOnce(programs[side], join(home, side))
        if (turn > 0) starts[side].push(started)
      }
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
    await rm(folder, { recursive: true, force: true })
  }
  publish({ ...about, rows: rowsOf(starts) })
}

function rowsOf(starts: Readonly<Record<(typeof SIDES)[number], readonly Started[]>>) {
  const row = (
    what: string,
    unit: Row['unit'],
    figure: (started: Started) => number,
    limits: Pick<Row, 'atMostTimes'> = {},
  ): Row => ({
    ...{ what, unit, beside: 'a bare Electron window', ...limits },
    ours: median(starts.ours.map(figure)),
    theirs: median(starts.bare.map(figure)),
  })
  return [
    row('Start of the app until interactive', 'ms', ({ interactiveMs }) => interactiveMs, {
      atMostTimes: MAX_RATIO,
    }),
    row('Start of the app until the first paint', 'ms', ({ paintedMs }) => paintedMs),
    {
      what: 'Start of the app until the Setup screen is filled',
      ...({ unit: 'ms', beside: 'a bare Electron window, interactive' } as const),
      ours: median(starts.ours.map(({ filledMs }) => filledMs)),
      theirs: median(starts.bare.map(({ interactiveMs }) => interactiveMs)),
    },
    row('Memory, resident (RSS)', 'bytes', ({ residentBytes }) => residentBytes),
    row('Memory, shared pages once (PSS)', 'bytes', ({ proportionalBytes }) => proportionalBytes),
    row('Processes', 'count', ({ processes }) => processes),
  ]
}
