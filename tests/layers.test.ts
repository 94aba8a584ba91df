/** The layering is enforced, not described: a file that breaks it must fail the compiler or a lint. */

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const CONFIGS = [
  'biome.json',
  'package.json',
  'tsconfig.base.json',
  'main/tsconfig.json',
  'app/tsconfig.json',
  'app/electron/tsconfig.json',
  'renderer/tsconfig.json',
  'renderer/contract.ts',
  'main/contract',
]
let copy: string

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'keypilot-layers-'))
  for (const path of CONFIGS) cpSync(join(root, path), join(copy, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
})
afterEach(() => rmSync(copy, { recursive: true, force: true }))

function put(file: string, text: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true })
  writeFileSync(join(copy, file), text)
}

function node(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: copy,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

const lint = (file: string) =>
  node(join(root, 'node_modules/@biomejs/biome/bin/biome'), 'lint', '--vcs-enabled=false', file)
const compile = (project: string) =>
  node(join(root, 'node_modules/typescript/bin/tsc'), '-p', project)
const layers = () => node(join(root, 'scripts/check-layers.mjs'), copy)

describe('the linter refuses', () => {
  test.each([
    [
      'main/keys/probe.ts',
      "import { app } from 'electron'\nexport const name = app.name\n",
      'app/electron',
    ],
    [
      'main/keys/probe.ts',
      "import { useState } from 'react'\nexport const hook = useState\n",
      'renderer/',
    ],
    [
      'main/keys/probe.ts',
      "import { serve } from '../../app/browser/server.ts'\nexport const x = serve\n",
      'inward',
    ],
    [
      'app/cli/probe.ts',
      "import { app } from 'electron'\nexport const name = app.name\n",
      'app/electron',
    ],
    [
      'app/browser/probe.ts',
      "import { app } from 'electron'\nexport const name = app.name\n",
      'app/electron',
    ],
    [
      'renderer/probe.ts',
      "import { schemas } from '../main/contract/schemas.ts'\nexport const x = schemas\n",
      'contract.ts',
    ],
    [
      'renderer/probe.ts',
      "import { readFile } from 'node:fs/promises'\nexport const x = readFile\n",
      'contract.ts',
    ],
    [
      'renderer/probe.ts',
      "import { ipcRenderer } from 'electron'\nexport const x = ipcRenderer\n",
      'Bridge',
    ],
  ])('%s: %s', (file, text, hint) => {
    put(file, text)
    const { status, output } = lint(file)
    expect(output).toContain(hint)
    expect(status).not.toBe(0)
  })

  test('nothing in a file that keeps to its layer', () => {
    put(
      'main/keys/probe.ts',
      "import { join } from 'node:path'\n\nexport const at = join('a', 'b')\n",
    )
    expect(lint('main/keys/probe.ts')).toMatchObject({ status: 0 })
  })
})

describe('the compiler refuses', () => {
  test('Node in the interface', () => {
    put('renderer/probe.ts', 'export const home = process.env.HOME\n')
    const { status, output } = compile('renderer')
    expect(output).toContain("'process'")
    expect(status).not.toBe(0)
  })

  test('the DOM in the services', () => {
    put('main/keys/probe.ts', 'export const page = document.title\n')
    const { status, output } = compile('main')
    expect(output).toContain("'document'")
    expect(status).not.toBe(0)
  })

  test('nothing in the layers as they are', () => {
    expect(compile('renderer')).toMatchObject({ status: 0 })
    expect(compile('main')).toMatchObject({ status: 0 })
  })
})

describe('the layer check refuses', () => {
  test("one service reaching into another's files", () => {
    put('main/storage/inner.ts', 'export const inner = 1\n')
    put(
      'main/keys/probe.ts',
      "import { inner } from '../storage/inner.ts'\nexport const x = inner\n",
    )
    const { status, output } = layers()
    expect(output).toContain('main/storage/index.ts')
    expect(status).toBe(1)
  })

  test('a value passing through the door of the interface', () => {
    put('renderer/contract.ts', "export { schemas } from '../main/contract/schemas.ts'\n")
    expect(layers().output).toContain('export type')
  })

  test("nothing in imports of a service's index", () => {
    put('main/storage/index.ts', 'export const outer = 1\n')
    put(
      'main/keys/probe.ts',
      "import { outer } from '../storage/index.ts'\nexport const x = outer\n",
    )
    expect(layers()).toEqual({ status: 0, output: '' })
  })
})
