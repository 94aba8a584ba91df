/**
 * `npm run bench`: builds Keypilot and the benchmarks as a release is built, runs them one after the
 * other, prints one table and writes docs/benchmarks.md. Ends with 1 when a budget is missed.
 * Usage: node tests/bench/run.mjs [name…]   e.g. node tests/bench/run.mjs keys-list
 */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { loadavg } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { testElectron, versionOf } from '../../scripts/lib/electron-runtime.mjs'
import { onPath, runStep } from '../../scripts/lib/run-step.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = join(root, 'docs/benchmarks.md')
const app = join(root, 'out/bench/app')
/** In a folder of the app's, so that its key worker is found. */
const built = join(app, 'bench')
const results = join(root, 'out/bench/results')
const WHOLE = [
  'window',
  'main-block',
  'keys-list',
  'key-inspector',
  'generation',
  'ssh-config-edit',
  'connection-test',
  'find-key',
  'test-all',
  'bundle',
]
const WITH_WINDOW = ['window', 'main-block']
/** Takes minutes, so it runs only when it is named. */
const SOAK = 'soak'
const wanted = process.argv.slice(2).map((name) => basename(name, '.ts'))
const unknown = wanted.filter((name) => ![...WHOLE, SOAK].includes(name))
if (unknown.length > 0) {
  say(`no such benchmark: ${unknown.join(', ')}`)
  process.exit(1)
}
const load = loadavg()
const isWhole = wanted.length === 0
const names = isWhole ? WHOLE : wanted

if (!runStep(process.execPath, [join(root, 'scripts/build.mjs'), app])) process.exit(1)
await buildBenchmarks()
const electron = testElectron()
const { lookAtMachine, SOAK_HOSTS, summarise } = await import(
  pathToFileURL(join(built, 'report.mjs')).href
)
const summary = summarise({
  machine: lookAtMachine({
    electron: electron.program ? versionOf(electron.program) : null,
    load,
  }),
  results: names.flatMap(resultsOf),
  isWhole,
  soaks: SOAK_HOSTS.flatMap((host) => readJson(`soak-${host}`) ?? []),
  page: readFileSync(page, 'utf8'),
})
process.stdout.write(`\n${summary.table}`)
writeFileSync(page, summary.page)
for (const complaint of summary.complaints) say(`MISSED  ${complaint}`)
process.exitCode = summary.exitCode

async function buildBenchmarks() {
  const entry = (name) => [name, join(root, 'tests/bench', `${name}.ts`)]
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: built,
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      rolldownOptions: {
        external: [
          'vite',
          ...builtinModules,
          ...builtinModules.map((name) => `node:${name}`),
          /\.node$/,
        ],
        input: Object.fromEntries([
          ['report', join(root, 'tests/bench/report/index.ts')],
          ...names.map(entry),
        ]),
        output: {
          format: 'es',
          entryFileNames: '[name].mjs',
          chunkFileNames: 'chunks/[name]-[hash].mjs',
        },
      },
    },
  })
}

/** @returns whether it ended well */
function run(name) {
  say(`${name} …`)
  mkdirSync(results, { recursive: true })
  rmSync(join(results, `${name}.json`), { force: true })
  const flags = typeof WebSocket === 'undefined' ? ['--experimental-websocket'] : []
  const node = [process.execPath, '--expose-gc', ...flags, join(built, `${name}.mjs`)]
  const needsDisplay = WITH_WINDOW.includes(name) && !process.env.DISPLAY && onPath('xvfb-run')
  const [program, ...args] = needsDisplay
    ? ['xvfb-run', '-a', '-s', '-screen 0 1600x1200x24', ...node]
    : node
  const env = {
    ...process.env,
    NODE_NO_WARNINGS: '1',
    KEYPILOT_BENCH_RESULT: join(results, `${name}.json`),
    KEYPILOT_BENCH_APP: app,
    KEYPILOT_BENCH_ELECTRON: electron.program ?? '',
    KEYPILOT_BENCH_ELECTRON_MISSING: electron.reason ?? '',
  }
  return spawnSync(program, args, { cwd: root, env, stdio: 'inherit' }).status === 0
}

/** What it handed over; without any rows when it failed. A soak prints and writes by itself. */
function resultsOf(name) {
  const isGood = run(name)
  if (isGood && name === SOAK) return []
  return (isGood && readJson(name)) || { name, title: name, how: '', rows: [] }
}

/** Null where there is no such file. */
function readJson(name) {
  const file = join(results, `${name}.json`)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

function say(line) {
  process.stderr.write(`${line}\n`)
}
