/** PuTTY files in the list: which key one holds, and whether ssh has that key already. */

import { type PublicKey, parsePublicKeyBlob } from '../../public-keys/index.ts'
import { commentOf, findPpk, readPpk } from '../formats/ppk.ts'
import type { InspectedPair } from '../inspect.ts'
import { pairProblem } from '../pair-problems.ts'
import type { KeyFileRead } from '../read-key-file.ts'

/** The public half stands open in the file, also of an encrypted one. Null when it is no PuTTY file. */
export function keyOfPuttyFile(read: KeyFileRead | null): PublicKey | null {
  const text = read?.kind === 'data' ? findPpk(read.data) : null
  const result = text === null ? null : readPpk(text)
  return result?.ok ? parsePublicKeyBlob(result.ppk.publicBlob, commentOf(result.ppk)) : null
}

/** A PuTTY file whose key stands in another file that ssh can read is no problem any more. */
export function withConverted(pairs: readonly InspectedPair[]): readonly InspectedPair[] {
  const usable = new Map<string, string>()
  for (const { pair } of pairs) {
    const opens = pair.pair === 'matched' || pair.pair === 'private-only'
    if (opens && !usable.has(pair.id)) usable.set(pair.id, pair.name)
  }
  return pairs.map((one) => {
    const { pair } = one
    const copy = usable.get(pair.id)
    if (copy === undefined || !isPuttyFile(one)) return one
    const { detail, ...problem } = pairProblem('putty-converted')
    return { ...one, pair: { ...pair, problems: [{ ...problem, detail: `${copy} ${detail}` }] } }
  })
}

function isPuttyFile({ pair }: InspectedPair): boolean {
  return pair.problems.some(({ code }) => code === 'putty')
}
