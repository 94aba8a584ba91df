/** Finds help by words, or by what ssh printed. */

import type { Help, HelpEntry, HelpMatches } from '../contract/methods.ts'

/** @param recognise names the cause that a text of ssh's tells; null for any other text */
export function searchHelp(
  help: Help,
  text: string,
  recognise: (text: string) => string | null,
): HelpMatches {
  const recognised = recognise(text)
  const wanted = wordsOf(text)
  const entries = help.parts.flatMap((part) => part.entries)
  const fitting = entries.filter((entry) => holds(textOf(entry), wanted))
  const inTitle = fitting.filter(({ title }) => holds(title, wanted))
  const asSaid = fitting.filter(({ said }) => holds(said.join('\n'), wanted))
  const codes = [...inTitle, ...asSaid, ...fitting].map(({ code }) => code)
  return {
    codes: [...new Set(recognised === null ? codes : [recognised, ...codes])],
    words: help.words
      .filter(({ word, meaning }) => holds(`${word} ${meaning}`, wanted))
      .map(({ word }) => word),
    recognised,
  }
}

function textOf({ code, title, readings, said }: HelpEntry): string {
  const parts = readings.flatMap(({ explanation, fixes }) => [
    explanation,
    ...fixes.map((fix) => `${fix.label} ${fix.kind === 'copy' ? fix.text : ''}`),
  ])
  return [code, title, ...parts, ...said].join('\n')
}

function holds(text: string, wanted: readonly string[]): boolean {
  const plain = plainly(text)
  return wanted.every((word) => plain.includes(word))
}

function wordsOf(text: string): readonly string[] {
  return plainly(text)
    .split(/\s+/)
    .filter((word) => word !== '')
}

/** As people type it: without curly quotes. `toLowerCase` follows no language here. */
function plainly(text: string): string {
  return text.toLowerCase().replaceAll('’', "'")
}
