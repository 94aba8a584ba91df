/** The packages that run: what SECURITY.md says of them, what the bundles hold, the list of a release. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import lockfile from '../package-lock.json' with { type: 'json' }
import { OFFLINE, runScript } from './support/run-script.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const LICENCES = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'Unlicense']

interface LockedPackage {
  readonly version?: string
  readonly integrity?: string
  readonly license?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
}

/** Name and entry of every package that is installed without the development ones. */
const production = Object.entries(lockfile.packages as Record<string, LockedPackage>)
  .filter(([path, entry]) => path !== '' && entry.dev !== true)
  .map(([path, entry]) => ({ name: path.replace(/^.*node_modules\//, ''), path, ...entry }))

const names = production.map(({ name }) => name).sort()

interface Row {
  readonly name: string
  readonly place: string
  readonly licence: string
}

function rowsOf(markdown: string): readonly Row[] {
  const section = markdown.split('## Dependencies that run')[1]?.split(/^## /m)[0] ?? ''
  return section.split('\n').flatMap((line) => {
    const [first, place, licence] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim())
    const listed = [...(first ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')
    return listed.map((name) => ({ name, place: place ?? '', licence: licence ?? '' }))
  })
}

const rows = rowsOf(read('SECURITY.md'))

/** Older packages name their licence in a way that the lockfile does not take over. */
function licenceOf({ path, license }: { readonly path: string; readonly license?: string }) {
  if (license !== undefined) return license
  const { licenses } = JSON.parse(read(join(path, 'package.json'))) as {
    readonly licenses?: readonly { readonly type: string }[]
  }
  return licenses?.map(({ type }) => type).join(' OR ') ?? 'none named'
}

describe('the production tree', () => {
  test('is listed whole in SECURITY.md, and nothing else is', () => {
    expect(names.length).toBeGreaterThan(20)
    expect(rows.map(({ name }) => name).sort()).toEqual(names)
  })

  test('has the licences that SECURITY.md names, and only such as may be passed on', () => {
    const found = production.map((entry) => ({ name: entry.name, licence: licenceOf(entry) }))
    for (const { name, licence } of found) {
      expect(rows.find((row) => row.name === name)?.licence, name).toBe(licence)
      expect(LICENCES, name).toContain(licence)
    }
  })

  test('is locked: an exact version and a digest for each, exact versions in package.json', () => {
    for (const { name, version, integrity } of production) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
      expect(integrity, name).toMatch(/^sha512-/)
    }
    const wanted = { ...packageJson.dependencies, ...packageJson.devDependencies }
    for (const [name, version] of Object.entries(wanted)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
    }
  })

  test('has install scripts in the two packages that SECURITY.md explains, and runs none', () => {
    const scripted = production.filter((entry) => entry.hasInstallScript === true)
    expect(scripted.map(({ name }) => name).sort()).toEqual(['cpu-features', 'ssh2'])
    expect(read('SECURITY.md')).toContain('Two packages have one, `ssh2` and `cpu-features`')
    expect(read('.npmrc')).toContain('ignore-scripts=true')
  })
})

const out = join(root, 'out')
const bundles = existsSync(join(out, 'cli.mjs'))
  ? readdirSync(out, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.[cm]js$/.test(file))
      .map((file) => readFileSync(join(out, file), 'utf8'))
  : []

describe.skipIf(bundles.length === 0)('the built program (`npm run build` makes it)', () => {
  test('has in its Node bundles the packages that SECURITY.md says are there', () => {
    const origins = bundles.join('\n').matchAll(/^\/\/ node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm)
    const inside = new Set([...origins].map((match) => match[1]))
    const said = rows.filter(({ place }) => place === 'services').map(({ name }) => name)
    expect([...inside].sort()).toEqual(said.sort())
  })

  test('looks for no package and no native part at run time', () => {
    const asked = bundles.flatMap((text) => [
      ...text.matchAll(/\b(?:__require|require|import)\(\s*["']([^"']+)["']\s*\)/g),
      ...text.matchAll(/^(?:import|export)\b[^;'"\n]*["']([^"'\n]+)["'];$/gm),
    ])
    const outside = asked
      .map((match) => match[1] ?? '')
      .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
    expect(asked.length).toBeGreaterThan(20)
    expect([...new Set(outside)].filter((name) => !isBuiltIn(name))).toEqual(['electron'])
    expect(asked.filter((match) => match[1]?.endsWith('.node'))).toEqual([])
  })
})

function isBuiltIn(name: string): boolean {
  return process.getBuiltinModule(name) !== undefined
}

describe('the bill of materials', () => {
  const FILE = 'bill.json'
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'keypilot-packages-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  test('lists what runs and Electron, with digests, without a network, the same every time', async (context) => {
    const first = await runScript('sbom.mjs', [join(dir, FILE)], OFFLINE)
    if (first.status !== 0) context.skip(`npm writes no bill of materials here: ${first.output}`)
    const text = readFileSync(join(dir, FILE), 'utf8')
    await runScript('sbom.mjs', [join(dir, FILE)], OFFLINE)
    expect(readFileSync(join(dir, FILE), 'utf8')).toBe(text)

    const bill = JSON.parse(text) as Bill
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 })
    expect(bill.serialNumber).toMatch(
      /^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-/,
    )
    expect(bill.metadata.component).toMatchObject({
      name: 'keypilot',
      version: packageJson.version,
    })
    const listed = bill.components.map(({ name }) => name).sort()
    const typesOnly = ['@types/react', 'csstype']
    expect(listed).toEqual(
      [...names.filter((name) => !typesOnly.includes(name)), 'electron'].sort(),
    )
    for (const { name, hashes, licenses } of bill.components) {
      expect(hashes[0]?.content, name).toMatch(/^[\da-f]{128}$/)
      expect(LICENCES, name).toContain(licenses[0]?.license.id)
    }
  })
})

interface Bill {
  readonly serialNumber: string
  readonly metadata: { readonly component: object }
  readonly components: readonly {
    readonly name: string
    readonly hashes: readonly { readonly content: string }[]
    readonly licenses: readonly { readonly license: { readonly id: string } }[]
  }[]
}
