/**
 * Builds everything into out/: the interface, the Node bundles and the preload.
 * Usage: node scripts/build.mjs
 */

import { chmod, rm } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'out')

/** Node 20.18 is what Electron 33 carries, the oldest runtime the bundles must run on. */
const NODE_TARGET = 'node20.18'
/** Everything else is bundled, so a package needs no node_modules. */
const external = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]

const shared = { root, configFile: false, logLevel: 'warn', publicDir: false }

const renderer = {
  ...shared,
  root: join(root, 'renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: join(out, 'renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    modulePreload: { polyfill: false },
    // An inlined font or picture would need data: in more of the content security policy.
    assetsInlineLimit: 0,
  },
}

const node = {
  ...shared,
  // ssh2 carries a compiled poly1305 that asks for these CommonJS names when it is set up.
  define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    outDir: out,
    emptyOutDir: false,
    target: NODE_TARGET,
    minify: false,
    rolldownOptions: {
      // ssh2 tries these native add-ons and goes on without them; they are left out on purpose.
      external: [...external, 'cpu-features', /\.node$/],
      input: {
        cli: join(root, 'app/cli/main.ts'),
        'electron/main': join(root, 'app/electron/main.ts'),
        'key-worker': join(root, 'main/keys/worker.ts'),
      },
      output: {
        format: 'es',
        entryFileNames: '[name].mjs',
        chunkFileNames: 'chunks/[name]-[hash].mjs',
      },
    },
  },
}

/** A sandboxed preload must be one CommonJS file. */
const preload = {
  ...shared,
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    outDir: join(out, 'electron'),
    emptyOutDir: false,
    target: NODE_TARGET,
    minify: false,
    rolldownOptions: {
      external,
      input: { preload: join(root, 'app/electron/preload.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
}

await rm(out, { recursive: true, force: true })
for (const config of [renderer, node, preload]) await build(config)
await chmod(join(out, 'cli.mjs'), 0o755)
