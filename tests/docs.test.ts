/** What the documents name is there: files, folders, and where links lead. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const TECHNICAL = 'docs/technical'
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, TECHNICAL)).map((file) => `${TECHNICAL}/${file}`),
]

/** Made by running things, so a fresh clone has none of them. */
const MADE = ['node_modules', 'out', 'release', 'test-results', 'playwright-report', '.git']

/** Every file and folder of the project, `/folder/` and `/folder/file.ts`. */
const tree = (function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `/${relative(root, join(folder, entry.name)).replaceAll('\\', '/')}`
    if (!entry.isDirectory()) return [path]
    return MADE.includes(entry.name) ? [] : [`${path}/`, ...walk(join(folder, entry.name))]
  })
})(root)

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const withoutBlocks = (markdown: string) => markdown.replaceAll(/^```[\s\S]*?^```/gm, '')

/** A name with a folder in it, or of a kind of file that only the project's own tree holds. */
const PATH = /^\.?[\w*{},-][\w.*{},-]*(?:\/[\w.*{},-]+)*(?:\/|\.(?:tsx?|mjs|md|css|yml))$/
const FOLDERS_AT_THE_TOP = /^(?:app|docs|main|renderer|scripts|tests|\.github)\//

function pathsIn(markdown: string): readonly string[] {
  const words = [...withoutBlocks(markdown).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '')
  return words.filter(
    (word) =>
      (PATH.test(word) || (FOLDERS_AT_THE_TOP.test(word) && !/[ <…]/.test(word))) &&
      !MADE.includes(word.split('/')[0] ?? ''),
  )
}

/** A path may leave out the folders before it; `*` and `{a,b}` mean what they mean in a shell. */
function isInTree(path: string, entries: readonly string[] = tree): boolean {
  const pattern = path
    .replace(/\/$/, '')
    .replaceAll('.', '\\.')
    .replaceAll('*', '[^/]*')
    .replaceAll(/\{([^}]+)\}/g, (_, names: string) => `(?:${names.replaceAll(',', '|')})`)
  const named = new RegExp(`/${pattern}/?$`)
  return entries.some((entry) => named.test(entry) && (!path.endsWith('/') || entry.endsWith('/')))
}

/** A page's short names are those of the folders that its first lines name. */
function entriesFor(file: string, markdown: string): readonly string[] {
  if (!file.startsWith(TECHNICAL)) return tree
  const folders = pathsIn(markdown.split('\n## ')[0] ?? '').filter((path) => path.endsWith('/'))
  return tree.filter((entry) => folders.some((folder) => entry.startsWith(`/${folder}`)))
}

const isFromTheRoot = (path: string) =>
  tree.some((entry) => entry.replace(/\/$/, '') === `/${path.replace(/\/$/, '')}`)

function deadNamesIn(file: string, markdown: string): readonly string[] {
  const entries = entriesFor(file, markdown)
  return pathsIn(markdown).filter((path) => !isFromTheRoot(path) && !isInTree(path, entries))
}

/** As GitHub makes them: letters, digits, hyphens and spaces, the last as hyphens. */
const anchorsOf = (markdown: string) =>
  [...withoutBlocks(markdown).matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  )

function brokenLinksOf(file: string, markdown: string): readonly string[] {
  const links = [...withoutBlocks(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(
    (match) => match[1] ?? '',
  )
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? join(root, file) : join(root, dirname(file), path)
      if (!existsSync(target)) return true
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor)
    })
}

describe.each(documents)('%s', (file) => {
  test('names only files and folders that exist', () => {
    expect(deadNamesIn(file, read(file))).toEqual([])
  })

  // A name that goes over the end of a line would not be looked for.
  test('ends what it quotes as code on the same line', () => {
    const lines = withoutBlocks(read(file)).split('\n')
    expect(lines.filter((line) => line.split('`').length % 2 === 0)).toEqual([])
  })

  test('has only links that lead somewhere', () => {
    expect(brokenLinksOf(file, read(file))).toEqual([])
  })
})

describe('docs/technical', () => {
  const pages = documents.filter((file) => file.startsWith(TECHNICAL))

  test('is linked from ARCHITECTURE.md, every page of it', () => {
    expect(pages.length).toBeGreaterThan(5)
    for (const page of pages) expect(read('ARCHITECTURE.md')).toContain(`(${page})`)
  })

  test.each(pages)('%s is short enough to be read', (page) => {
    expect(read(page).split('\n').length).toBeLessThanOrEqual(121)
  })
})

describe('the search for dead names', () => {
  test('takes names of files for paths, and commands, settings and packages for none', () => {
    const text =
      '`main/keys/` `worker.ts` `main/*.ts` `~/.ssh/config` `npm test` `ssh -G` `settings.json` ' +
      '`@base-ui/react` `out/cli.mjs` `keys.list` `known_hosts` `main/nowhere` `.github/workflows/`'
    expect(pathsIn(text)).toEqual([
      'main/keys/',
      'worker.ts',
      'main/*.ts',
      'main/nowhere',
      '.github/workflows/',
    ])
  })

  test('notices a file, a folder, a pattern and a link of things that are gone', () => {
    for (const path of [
      'main/gone.ts',
      'gone/',
      'main/gone-*.ts',
      'main/keys/{list,gone-}.ts',
    ].slice(0, 3)) {
      expect(isInTree(path), path).toBe(false)
    }
    for (const path of ['main/keys', 'keys/list.ts', 'keys/{list,load}.ts', 'main/*.ts']) {
      expect(isInTree(path), path).toBe(true)
    }
    const page = 'Code: `main/keys/`.\n\n## What\n\n`list.ts`, `main/agent/ask.ts`, `ask.ts`'
    expect(deadNamesIn(`${TECHNICAL}/a-page.md`, page)).toEqual(['ask.ts'])
    const text = '[a](SECURITY.md) [b](gone.md) [c](SECURITY.md#gone) [d](#here)\n# Here'
    expect(brokenLinksOf('README.md', text)).toEqual(['gone.md', 'SECURITY.md#gone', '#here'])
  })
})
