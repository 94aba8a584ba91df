/** What of the help a search leaves. */

import type { Help, HelpEntry, HelpMatches } from '../../contract.ts'

export interface ShownHelp {
  /** The case that ssh's own words tell; it stands alone, before the others. */
  readonly first: HelpEntry | null
  readonly parts: Help['parts']
  readonly words: Help['words']
}

/** @param matches null shows everything */
export function shownHelp(help: Help, matches: HelpMatches | null): ShownHelp {
  if (matches === null) return { first: null, parts: help.parts, words: help.words }
  const { codes, recognised } = matches
  const isShown = ({ code }: HelpEntry) => codes.includes(code) && code !== recognised
  return {
    first: allEntries(help).find(({ code }) => code === recognised) ?? null,
    parts: help.parts
      .map((part) => ({ ...part, entries: part.entries.filter(isShown) }))
      .filter(({ entries }) => entries.length > 0),
    words: help.words.filter(({ word }) => matches.words.includes(word)),
  }
}

function allEntries({ parts }: Help): readonly HelpEntry[] {
  return parts.flatMap(({ entries }) => entries)
}
