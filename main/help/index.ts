/** Help without a test: every cause with its fix, every mistake of a pasted key, and the words used. */

import { causeToldBy, describeCauses } from '../connection/index.ts'
import type { Help, HelpMatches, HelpPart } from '../contract/methods.ts'
import { describeProblems } from '../public-keys/index.ts'
import { searchHelp } from './search.ts'
import { WORDS } from './words.ts'

/** The same tables that tests and the paste check speak from. */
export function readHelp(): Help {
  return { parts: [...describeCauses(), pastedKeys()], words: WORDS }
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
        fixes:
          fix === undefined
            ? []
            : fix.kind === 'link'
              ? [{ kind: 'link', label: fix.label, link: fix.link } as const]
              : [{ kind: 'offered', label: fix.label } as const],
      },
    ],
    said: [],
  }))
  return { title: 'What was pasted into RunPod', entries }
}
