/**
 * Builds everything into out/: the interface, the Node bundles and the preload. Two builds of the
 * same files are the same, byte for byte, whenever and wherever they are made.
 * Usage: node scripts/build.mjs [folder, instead of out/]
 */

import { chmod, rm } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const out = resolve(process.argv[2] ?? join(root, 'out'))
// The bundler names files in comments as they are seen from here.
process.chdir(root)

/** Node 20.18 is what Electron 33 carries, the oldest runtime the bundles must run on. */
const NODE_TARGET = 'node20.18'
/** Everything else is bundled, so a package needs no node_modules. */
const external = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]

/**
 * ssh2 tries two native add-ons and goes on without them. They are left out on purpose; left as they
 * are, Node would look for them at run time in every folder above the bundle.
 */
const withoutNativeParts = {
  name: 'without-native-parts',
  enforce: 'pre',
  resolveId(id) {
    return id === 'cpu-features' || id.endsWith('.node') ? '\0native-part' : null
  },
  load(id) {
    return id === '\0native-part' ? "throw new Error('left out of the bundle')" : null
  },
}

const ownFolders = [join(root, 'main/'), join(root, 'app/')]
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
  plugins: [withoutNativeParts],
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
      external,
      // Nothing happens when a file of ours is loaded: one is left out until something of it is used.
      treeshake: { moduleSideEffects: (id) => !ownFolders.some((folder) => id.startsWith(folder)) },
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

// Vite would make a build for development, with the paths of this machine in it, where a shell says so.
process.env.NODE_ENV = 'production'
await rm(out, { recursive: true, force: true })
for (const config of [renderer, node, preload]) await build(config)
await chmod(join(out, 'cli.mjs'), 0o755)
