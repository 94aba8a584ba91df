/**
 * Checks what the linter's import rules cannot express: services of main/ use each other only
 * through their index.ts, and renderer/contract.ts takes types only.
 * Usage: node scripts/check-layers.mjs [root]
 */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)))
/** Folders of main/ whose files anyone may import one by one. */
const OPEN_FOLDERS = new Set(['contract', 'system'])
const IMPORT =
  /^\s*(?:import|export)\b[^'"`;]*?from\s*['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/gm

const violations = [...serviceImports(), ...contractDoor()]
for (const violation of violations) console.error(violation)
process.exit(violations.length > 0 ? 1 : 0)

function serviceImports() {
  const found = []
  for (const file of sourceFiles(join(root, 'main'))) {
    const from = serviceOf(file)
    for (const match of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const target = resolve(dirname(file), match[1] ?? match[2])
      const to = serviceOf(target)
      if (to === null || to === from || OPEN_FOLDERS.has(to) || target.endsWith(`${sep}index.ts`))
        continue
      found.push(`${show(file)}: imports ${show(target)}; go through main/${to}/index.ts instead`)
    }
  }
  return found
}

/** The interface's one door to main/ must not let anything through that runs. */
function contractDoor() {
  const file = join(root, 'renderer/contract.ts')
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines
    .filter(
      (line) => /^\s*(import|export)\b/.test(line) && !/^\s*(import|export) type\b/.test(line),
    )
    .map((line) => `${show(file)}: only "export type" is allowed here, found: ${line.trim()}`)
}

/** Name of the folder of main/ that a file belongs to; null for files outside and directly in it. */
function serviceOf(file) {
  const parts = relative(join(root, 'main'), file).split(sep)
  return parts[0] === '..' || parts.length < 2 ? null : parts[0]
}

function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

function show(file) {
  return relative(root, file).split(sep).join('/')
}
