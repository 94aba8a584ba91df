/** A package made by electron-builder.yml, and what is in it: fuses, files, hashes. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type PackagedApp, packagedApp } from '../support/packaged-app.ts'
import { type AsarFile, readAsar } from './read-asar.ts'

const root = resolve(import.meta.dirname, '../..')
const config = readFileSync(join(root, 'electron-builder.yml'), 'utf8')

/** In the order of the wire; the ninth came with a later Electron than the tests may have. */
const FUSES = [
  { name: 'runAsNode', on: false },
  { name: 'enableCookieEncryption', on: true },
  { name: 'enableNodeOptionsEnvironmentVariable', on: false },
  { name: 'enableNodeCliInspectArguments', on: false },
  { name: 'enableEmbeddedAsarIntegrityValidation', on: true },
  { name: 'onlyLoadAppFromAsar', on: true },
  { name: 'loadBrowserProcessSpecificV8Snapshot', on: false },
  { name: 'grantFileProtocolExtraPrivileges', on: false },
  { name: 'wasmTrapHandlers', on: true },
] as const

describe('electron-builder.yml', () => {
  test('eight fuses are set by name, the ninth by the hook', () => {
    const section = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(config)?.[1] ?? ''
    const set = [...section.matchAll(/^ {2}(\w+): (true|false)$/gm)]
    expect(set.map(([, name, value]) => ({ name, on: value === 'true' }))).toEqual(
      FUSES.slice(0, 8),
    )
    expect(config).toMatch(/^afterPack: scripts\/after-pack\.mjs$/m)
  })

  test('nothing is published, nothing is associated, nothing updates itself', () => {
    expect(config).toMatch(/^publish: null$/m)
    expect(config).not.toMatch(/fileAssociations|protocols|disableAsarIntegrity|asarUnpack/)
    const { scripts, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(scripts.package).toContain('--publish never')
    expect(Object.keys(dependencies)).not.toContain('electron-updater')
  })

  test('of the hardened runtime on macOS only what V8 needs is relaxed', () => {
    expect(config).toMatch(/^ {2}hardenedRuntime: true$/m)
    const [, file = ''] = /^ {2}entitlements: (\S+)$/m.exec(config) ?? []
    const keys = readFileSync(join(root, file), 'utf8').matchAll(/<key>([^<]+)<\/key>/g)
    expect([...keys].map(([, key]) => key)).toEqual(['com.apple.security.cs.allow-jit'])
  })
})

describe('the test package', () => {
  let made: ReturnType<typeof packagedApp>
  beforeAll(() => {
    made = packagedApp()
  }, 400_000)
  beforeEach(({ skip }) => {
    if ('reason' in made) skip(made.reason)
  })
  const app = () => made as PackagedApp
  const archive = () => readAsar(join(app().folder, 'resources/app.asar'))

  test('has the fuses of the release, but for the one that Playwright needs', () => {
    const wire = readFuseWire(app().program)
    // Playwright talks to the main process through Node's inspector. The release has it off: above.
    const expected = FUSES.map(({ name, on }) => on || name === 'enableNodeCliInspectArguments')
    expect(wire).toEqual(expected.slice(0, wire.length))
    expect(wire.length).toBeGreaterThanOrEqual(8)
  })

  test('holds what was built, the package.json and the licence, and nothing else', () => {
    const inside = archive().map(({ path }) => path)
    const built = readdirSync(join(root, 'out'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        posix.join('out', posix.relative(join(root, 'out'), entry.parentPath), entry.name),
      )
      .filter((path) => path !== 'out/cli.mjs' && !path.startsWith('out/bench/'))
    expect([...inside].sort()).toEqual([...built, 'LICENSE', 'package.json'].sort())
    expect(inside.filter((path) => /node_modules|\.map$|\.node$|test/.test(path))).toEqual([])
    expect(readdirSync(join(app().folder, 'resources'))).toEqual(['app.asar'])
  })

  test('has a hash of every file, which is right', () => {
    const files = archive()
    expect(files.length).toBeGreaterThan(20)
    expect(files.filter(({ intact }) => !intact).map(({ path }) => path)).toEqual([])
  })

  test('lacks none of the files that its files import', () => {
    const files = archive()
    expect(missingImports(files)).toEqual([])
    const chunks = files.filter(({ path }) => path.startsWith('out/chunks/'))
    expect(chunks).not.toEqual([])
    const broken = files.filter((file) => file !== chunks[0])
    expect(missingImports(broken)).not.toEqual([])
  })

  test('starts what package.json names, and names no more than it must', () => {
    const files = new Map(archive().map(({ path, content }) => [path, content.toString('utf8')]))
    const { main, version, desktopName, scripts, devDependencies } = JSON.parse(
      files.get('package.json') ?? '',
    )
    expect(files.has(main)).toBe(true)
    expect(version).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version)
    // Without it, the desktop does not find the icon of a window.
    expect(desktopName).toBe('keypilot.desktop')
    expect([scripts, devDependencies]).toEqual([undefined, undefined])
  })

  test('has English only, and the licences of what is inside', () => {
    expect(readdirSync(join(app().folder, 'locales'))).toEqual(['en-US.pak'])
    expect(existsSync(join(app().folder, 'LICENSES.chromium.html'))).toBe(true)
  })
})

/** The states behind the sentinel: '1' is on, '0' off; what was removed ('r') counts as off. */
function readFuseWire(program: string): readonly boolean[] {
  const bytes = readFileSync(program)
  const at = bytes.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
  if (at === -1) throw new Error('no fuses in this program')
  const wire = bytes.subarray(at + 34, at + 34 + (bytes[at + 33] ?? 0)).toString('latin1')
  return [...wire].map((state) => state === '1')
}

function missingImports(files: readonly AsarFile[]): readonly string[] {
  const paths = new Set(files.map(({ path }) => path))
  return files
    .filter(({ path }) => /\.[cm]?js$/.test(path) && !path.startsWith('out/renderer/'))
    .flatMap(({ path, content }) =>
      [...content.toString('utf8').matchAll(/(?:\bfrom|\bimport\()\s*["'](\.{1,2}\/[^"']+)["']/g)]
        .map(([, target = '']) => posix.join(posix.dirname(path), target))
        .filter((target) => !paths.has(target))
        .map((target) => `${path}: ${target}`),
    )
}
