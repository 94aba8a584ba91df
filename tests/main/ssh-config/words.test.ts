import { writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDocument } from '../../../main/ssh-config/document.ts'
import { quoteWord, readDirective } from '../../../main/ssh-config/words.ts'
import { corpus } from './corpus.ts'
import { type ConfigFolder, configFolder, effective } from './support.ts'

let folder: ConfigFolder
beforeAll(async () => {
  folder = await configFolder()
})
afterAll(() => folder.remove())

/** What our reading of a file's lines makes of an `IdentityFile` line at top level. */
function identitiesOf(text: string): { values: string[]; refused: boolean } {
  const values: string[] = []
  let refused = false
  for (const { directive } of parseDocument(Buffer.from(text)).lines) {
    if (directive === null) continue
    const [first, ...more] = directive.words
    if (directive.fault !== null || directive.keyword !== 'identityfile') refused = true
    else if (more.length > 0 || !first?.value) refused = true
    else values.push(Buffer.from(first.value, 'latin1').toString('utf8'))
  }
  return { values: [...new Set(values)], refused }
}

describe('words of a config line', () => {
  it('are those that ssh reads, and lines that ssh refuses are known as such', async () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        '/b',
        '"',
        '"',
        "'",
        "'",
        '\\',
        '\\',
        ' ',
        ' ',
        '\t',
        '#',
        '=',
        '\r',
        '\f',
        'ü',
        '%d',
      ],
    )
    const argument = fc.array(piece, { minLength: 1, maxLength: 10 }).map((parts) => parts.join(''))
    const keyword = fc.constantFrom(
      ...[
        'IdentityFile ',
        'identityfile=',
        ' IdentityFile = ',
        '"IdentityFile"',
        '\tIdentityFile\t',
      ],
    )
    const line = fc.tuple(keyword, argument).map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(line, async (text) => {
        await writeFile(folder.config, `${text}\n`)
        const real = await effective(folder.config)
        const ours = identitiesOf(text)
        expect(ours.refused).toBe(!real.accepted)
        if (real.accepted && ours.values.length > 0) expect(real.identities).toEqual(ours.values)
      }),
      { numRuns: 400 },
    )
  }, 40_000)

  it('are written so that ssh reads the value', async () => {
    const value = fc
      .array(fc.constantFrom('a', '"', "'", '\\', ' ', '#', '=', '\t', 'ü', '\r', '%', '$', '~'), {
        maxLength: 12,
      })
      .map((parts) => parts.join(''))
    const like = fc.constantFrom('bare', '"double quotes"', "'single quotes'", 'odd"quo tes"', '"')
    const lines = fc.array(fc.tuple(value, like), { minLength: 40, maxLength: 80 })
    await fc.assert(
      fc.asyncProperty(lines, async (pairs) => {
        const values = pairs.map(([text], index) => `/${index}/${text}`)
        const written = values.map((text, index) => quoteWord(text, pairs[index]?.[1] ?? ''))
        await writeFile(folder.config, written.map((raw) => `IdentityFile ${raw}\n`).join(''))
        expect((await effective(folder.config)).identities).toEqual(values)
        for (const [index, raw] of written.entries()) {
          expect(readDirective(`IdentityFile ${raw} # end`)?.words.map((one) => one.value)).toEqual(
            [values[index]],
          )
        }
      }),
      { numRuns: 40 },
    )
  }, 40_000)

  it.each([
    ['/plain', '~/x', '/plain'],
    ['/two words', '~/x', '"/two words"'],
    ['/two words', "'~/x y'", "'/two words'"],
    ['/plain', '"~/x"', '"/plain"'],
    ['C:\\Users\\me\\id', 'x', 'C:\\Users\\me\\id'],
    ['\\\\server\\share', 'x', '\\\\\\server\\share'],
    ['/say "hi"', 'x', '"/say \\"hi\\""'],
    ["/it's", 'x', '"/it\'s"'],
    ['', 'x', '""'],
  ])('keeps the style: %s in place of %s', (value, like, raw) => {
    expect(quoteWord(value, like)).toBe(raw)
  })
})

describe('the corpus', () => {
  it.each(corpus.filter(({ accepted }) => accepted !== null))(
    'is read by ssh as we say: $name',
    async ({ text, accepted }) => {
      await writeFile(folder.config, text)
      expect((await effective(folder.config)).accepted).toBe(accepted)
    },
  )
})
