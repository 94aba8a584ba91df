/** Help without a test: every cause with its fix, every mistake of a pasted key, and the words used. */

import { asHelp, causeToldBy, describeCauses } from '../connection/index.ts'
import type { Help, HelpMatches, HelpPart } from '../contract/methods.ts'
import { describeProblems } from '../public-keys/index.ts'
import { searchHelp } from './search.ts'
import { WORDS } from './words.ts'

/** Made once: it is searched with every letter that is typed. */
let help: Help | null = null

/** The same tables that tests and the paste check speak from. */
export function readHelp(): Help {
  help ??= { parts: [...describeCauses(), pastedKeys()], words: WORDS }
  return help
}

export function findHelp(text: string): HelpMatches {
  return searchHelp(readHelp(), text, causeToldBy)
}

function pastedKeys(): HelpPart {
  const entries = describeProblems().map(({ code, title, detail, fix }) => ({
    code,
    title,
    readings: [
      {
        kinds: [],
        explanation: detail,
        fixes: fix === undefined ? [] : [asHelp(fix)],
      },
    ],
    said: [],
  }))
  return { title: 'What was pasted into RunPod', entries }
}
