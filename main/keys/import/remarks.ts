/** What a preview says about the copy that an import would make. */

import type { Problem } from '../../contract/methods.ts'
import type { PublicKey } from '../../public-keys/index.ts'
import { type KeyFileProblemCode, keyFileProblem } from '../key-file-problems.ts'
import { strengthProblems } from '../listing/pair-problems-of.ts'
import { pairProblem } from '../pair-problems.ts'
import type { PrivateCandidate } from './recognise.ts'
import type { PublicCandidate } from './recognise-public.ts'

const CONVERTED: Problem = {
  code: 'converted',
  severity: 'info',
  title: 'It will be converted to the format of OpenSSH',
  detail:
    'The file has the format of another program. The imported copy is the same key in the format that ssh itself writes; the original stays as it is.',
}

const PUBLIC_ONLY: Problem = {
  code: 'public-only',
  severity: 'info',
  title: 'This is only the public half',
  detail:
    'Nobody can log in with a public key alone. It can be imported as a .pub file, for example to compare it with the keys at RunPod.',
}

const NO_COMMENT: Problem = {
  code: 'no-comment',
  severity: 'info',
  title: 'The key has no comment',
  detail:
    'RunPod shows the comment as the name of the key. Something like “me@laptop” helps to recognise it.',
}

/**
 * Faults of the source that the copy will not have, then what is to be known about the key.
 * `locked`: its comment may not be known yet.
 */
export function remarksOn(
  candidate: PrivateCandidate | PublicCandidate,
  locked: boolean,
): readonly Problem[] {
  const source = candidate.kind === 'public' ? candidate.problems : repairsOf(candidate)
  const kind = candidate.kind === 'public' ? [PUBLIC_ONLY] : conversionOf(candidate)
  return [...source, ...kind, ...keyRemarks(candidate.publicKey, locked)]
}

function repairsOf({ repairs }: PrivateCandidate): readonly Problem[] {
  return repairs.map((code) => repaired(code))
}

/** Said as a fault of the file where keys are listed; here it is one that is about to go. */
function repaired(code: KeyFileProblemCode): Problem {
  const { title } = keyFileProblem(code)
  return {
    code,
    severity: 'info',
    title,
    detail:
      'ssh would refuse the file because of this. It is put right in the imported copy; the original stays as it is.',
  }
}

function conversionOf({ format }: PrivateCandidate): readonly Problem[] {
  return format === 'openssh' ? [] : [CONVERTED]
}

function keyRemarks(key: PublicKey | null, locked: boolean): readonly Problem[] {
  if (key === null) return []
  const hasNoComment = !locked && key.comment.trim() === ''
  return [...strengthProblems(key).map(pairProblem), ...(hasNoComment ? [NO_COMMENT] : [])]
}
