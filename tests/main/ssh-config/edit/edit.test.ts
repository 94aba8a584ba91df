// Every edit of a document, over configs of every construction and over arbitrary bytes: exactly the
// intended lines differ, and what is added and removed again leaves every byte as it was.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BOM,
  type ConfigDocument,
  parseDocument,
  printDocument,
} from '../../../../main/ssh-config/document.ts'
import { blocksOf, blocksOfAlias } from '../../../../main/ssh-config/edit/blocks.ts'
import {
  appendBlock,
  commentOutBlock,
  commentOutLine,
  moveBlockBefore,
  removeBlock,
} from '../../../../main/ssh-config/edit/host-blocks.ts'
import {
  addIncludeLine,
  includeLines,
  removeLines,
} from '../../../../main/ssh-config/edit/include-line.ts'
import { replaceLines } from '../../../../main/ssh-config/edit/replace-lines.ts'
import { setSetting } from '../../../../main/ssh-config/edit/settings.ts'
import { diffLines } from '../../../../main/ssh-config/managed/diff.ts'
import { corpus } from '../corpus.ts'

const VECTORS = join(import.meta.dirname, '../../../vectors/ssh-config')
const vectors = existsSync(VECTORS)
  ? readdirSync(VECTORS, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
  : []
/** A file with a byte order mark is only ever relieved of it. */
const DOCUMENTS = [...corpus.map(({ text }) => Buffer.from(text)), ...vectors]
  .filter((data) => !data.toString('latin1').startsWith(BOM))
  .map(parseDocument)

const PIECES = [
  ...['Host a', 'Host pod', 'Host a pod', 'Host *', 'Match all', '\tUser "x y"', '  Port=22 # c'],
  ...['# c', '  # in', '', ' ', 'Include keypilot.conf', 'User', 'IdentityFile "/x', '\xff\0'],
]
const documents = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom('\n', '\r\n')), {
      maxLength: 12,
    }),
    fc.boolean(),
  )
  .map(([rows, ended]) => {
    const text = rows.map(([line, ending]) => line + ending).join('')
    return parseDocument(Buffer.from(ended ? text : text.replace(/\r?\n$/, ''), 'latin1'))
  })

const bytes = (document: ConfigDocument) => printDocument(document).toString('latin1')
/** The same lines when read again: no edit leaves a document that does not fit its text. */
const isWhole = (document: ConfigDocument) =>
  expect(said(parseDocument(printDocument(document)))).toEqual(said(document))
const said = ({ lines }: ConfigDocument) =>
  lines.map(({ number, text, ending, directive }) => ({ number, text, ending, directive }))

/** Rows that differ, as text. */
function changes(before: ConfigDocument, after: ConfigDocument) {
  const rows = diffLines(before, after).filter(({ kind }) => kind !== 'same')
  return rows.map(({ kind, text }) => `${kind} ${text}`)
}

function everyDocument(check: (document: ConfigDocument) => void): void {
  for (const document of DOCUMENTS) check(document)
  fc.assert(fc.property(documents, check), { numRuns: 200 })
}

describe('what is added and removed again', () => {
  it('is gone: a block', () => {
    everyDocument((document) => {
      if (blocksOfAlias(document, 'fresh').length > 0) return
      const added = appendBlock(document, ['Host fresh', '  Port 1'])
      isWhole(added)
      const [block] = blocksOfAlias(added, 'fresh')
      if (block === undefined) throw new Error('the block is not there')
      const removed = removeBlock(added, block)
      // Blank lines at the end go with the last block, which they set off.
      expect(bytes(removed).trimEnd()).toBe(bytes(document).trimEnd())
      isWhole(removed)
      if (!/\s$/.test(bytes(document))) expect(bytes(removed)).toBe(bytes(document))
    })
  })

  it('is gone: the Include line', () => {
    everyDocument((document) => {
      const added = addIncludeLine(document, '/own file')
      isWhole(added)
      const lines = includeLines(added, (value) => value === '/own file', { onlyTop: true })
      expect(lines).toHaveLength(1)
      expect(bytes(removeLines(added, lines))).toBe(bytes(document))
      const [blocks] = blocksOf(added)
      expect(lines[0]).toBeLessThan(blocks?.head ?? Number.POSITIVE_INFINITY)
    })
  })
})

describe('one setting', () => {
  it('changes one line, or adds one, in each block', () => {
    everyDocument((document) => {
      for (const [index, block] of blocksOf(document).entries()) {
        for (const name of ['User', 'Port', 'IdentityFile']) {
          const edited = setSetting(document, block, name, '/new "value" of 1')
          isWhole(edited)
          const added = changes(document, edited).filter((row) => row.startsWith('added'))
          const isLast = block.bodyEnd === document.lines.length
          // The line before an added last line may only get its ending.
          expect(added.length).toBeLessThanOrEqual(isLast ? 2 : 1)
          const again = blocksOf(edited)[index]
          if (again === undefined) throw new Error('the block is gone')
          expect(bytes(setSetting(edited, again, name, '/new "value" of 1'))).toBe(bytes(edited))
        }
      }
    })
  })

  it.each([
    ['Host a\n  User x\n', 'Host a\n  User y\n'],
    ['Host a\n  user = x # c\n', 'Host a\n  user = y # c\n'],
    ['Host a\r\n\tUSER "x"\r\n', 'Host a\r\n\tUSER "y"\r\n'],
    ["Host a\n  User 'x'", "Host a\n  User 'y'"],
    ['Host a\n  User x z # c\n', 'Host a\n  User y # c\n'],
    ['Host a\n  User\n', 'Host a\n  User y\n'],
    ['Host a\n  User "x\n', 'Host a\n  User y\n'],
    ['Host a', 'Host a\n    User y'],
    ['Host a\n\nHost b\n', 'Host a\n    User y\n\nHost b\n'],
    ['Host a\n  Port=1', 'Host a\n  Port=1\n  User=y'],
    ['Host a\n\tPort\t1\n# next\nHost b\n', 'Host a\n\tPort\t1\n\tUser\ty\n# next\nHost b\n'],
    ['Host b\n  Port    1\nHost a\n', 'Host b\n  Port    1\nHost a\n  User y\n'],
  ])('%j', (text, expected) => {
    const document = parseDocument(Buffer.from(text))
    const [block] = blocksOfAlias(document, 'a')
    if (block === undefined) throw new Error('no block')
    expect(bytes(setSetting(document, block, 'User', 'y'))).toBe(expected)
  })
})

describe('out of use', () => {
  it('only puts a mark before what said something', () => {
    everyDocument((document) => {
      for (const [index, line] of document.lines.entries()) {
        const edited = commentOutLine(document, index)
        expect(edited.lines[index]?.directive ?? null).toBeNull()
        expect(edited.lines[index]?.text.replace('# Keypilot: ', '')).toBe(line.text)
        expect(replaceLines(edited, index, 1, [line.text])).toEqual(document)
      }
      for (const block of blocksOf(document)) {
        const edited = commentOutBlock(document, block)
        expect(edited.lines.length).toBe(document.lines.length)
        expect(blocksOf(edited).length).toBe(blocksOf(document).length - 1)
        expect(bytes(edited).replaceAll('# Keypilot: ', '')).toBe(bytes(document))
      }
    })
  })
})

describe('a block before another', () => {
  it('keeps every line, and the order of all others', () => {
    everyDocument((document) => {
      const blocks = blocksOf(document)
      const [target] = blocks
      for (const block of blocks.slice(1)) {
        if (target === undefined) continue
        const edited = moveBlockBefore(document, block, target)
        isWhole(edited)
        const texts = ({ lines }: ConfigDocument) => lines.map(({ text }) => text)
        expect(texts(edited).toSorted()).toEqual(texts(document).toSorted())
        const [first] = blocksOf(edited)
        expect(first?.words).toEqual(block.words)
        const rest = blocksOf(edited)
          .slice(1)
          .map(({ words }) => words)
        expect(rest).toEqual(blocks.filter((one) => one !== block).map(({ words }) => words))
      }
    })
  })
})
