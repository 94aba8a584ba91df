/** What the window loads: the size of the interface's JavaScript, beside React alone. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'vite'
import { publish } from './measure.ts'

const REACT_ALONE = 'react-alone'
/** The smallest page that React draws. */
const SOURCE = `
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
createRoot(document.body).render(createElement('h1', null, 'React'))
`
const app = process.env.KEYPILOT_BENCH_APP ?? ''
const assets = join(app, 'renderer/assets')
const ours = readdirSync(assets)
  .filter((name) => name.endsWith('.js'))
  .map((name) => readFileSync(join(assets, name)))
publish({
  name: 'bundle',
  title: 'Size of the interface',
  how:
    'All JavaScript of the built interface after `gzip`, beside the smallest page that React and React DOM draw, built ' +
    'by the same tool for the same browser. Budget: 220 kB.',
  rows: [
    {
      what: 'JavaScript of the interface, gzip',
      ...{ unit: 'bytes', ours: sizeOf(ours), atMost: 220_000 },
      ...{ theirs: sizeOf(await reactAlone()), beside: 'React and React DOM alone' },
    },
  ],
})

function sizeOf(files: readonly (string | Buffer)[]): number {
  return files.reduce((sum, file) => sum + gzipSync(file).length, 0)
}

async function reactAlone(): Promise<readonly string[]> {
  const source: Plugin = {
    name: REACT_ALONE,
    resolveId: (id) => (id === REACT_ALONE ? join(process.cwd(), `${REACT_ALONE}.js`) : null),
    load: (id) => (id.endsWith(`${REACT_ALONE}.js`) ? SOURCE : null),
  }
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [source],
    build: { write: false, target: 'chrome130', rolldownOptions: { input: REACT_ALONE } },
  })
  if (Array.isArray(built) || !('output' in built)) throw new Error('nothing was built')
  return built.output.flatMap((part) => (part.type === 'chunk' ? part.code : []))
}
