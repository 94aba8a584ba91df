/** Public keys in every form they come in, with their comments as they were written. */

import type { ImportFormat, Problem, PublicKeyEntry } from '../../contract/methods.ts'
import {
  checkPublicKeys,
  type PublicKey,
  parsePublicKeyBlob,
  parsePublicKeyLine,
} from '../../public-keys/index.ts'
import { readRfc4716 } from '../formats/rfc4716.ts'
import { type Refusal, refusal } from './refusals.ts'

export interface PublicCandidate {
  readonly kind: 'public'
  readonly format: ImportFormat
  readonly publicKey: PublicKey
  /** What had to be put right to read it. */
  readonly problems: readonly Problem[]
}

/** What the check of pasted lines says of a form, or of a comment, which is no fault here. */
const FORMS = ['rfc4716', 'pem-public', 'no-comment', 'rsa-short']

/** The key still has to be judged. @throws {AppError} `unreadable`, `unsupported` */
export function recognisePublic(text: string): PublicCandidate {
  return recogniseWhole(text) ?? recogniseBent(text)
}

/** A file as its program wrote it: nothing of the comment is lost. */
function recogniseWhole(text: string): PublicCandidate | null {
  const line = parsePublicKeyLine(text.trim())
  if (line !== null) {
    return { kind: 'public', format: 'openssh-public', publicKey: line, problems: [] }
  }
  const file = readRfc4716(text)
  const key = file === null ? null : parsePublicKeyBlob(file.blob, file.comment)
  return key && { kind: 'public', format: 'rfc4716', publicKey: key, problems: [] }
}

/** A key with something around it, or with its lines broken elsewhere; and all PEM files. */
function recogniseBent(text: string): PublicCandidate {
  const { entries } = checkPublicKeys({ text })
  const keys = entries.flatMap((entry) => {
    const key = entry.repaired === null ? null : parsePublicKeyLine(entry.repaired)
    return key === null ? [] : [{ key, problems: entry.problems }]
  })
  const [found] = keys
  if (found === undefined) throw refusal(refusalOf(entries))
  const { key, problems } = found
  if (keys.some((other) => !other.key.blob.equals(key.blob))) throw refusal('several-public-keys')
  return {
    kind: 'public',
    format: formatOf(problems),
    publicKey: key,
    problems: problems.filter(({ code }) => !FORMS.includes(code)),
  }
}

function refusalOf(entries: readonly PublicKeyEntry[]): Refusal {
  const has = (...codes: readonly string[]) => {
    return entries.some(({ problems }) => problems.some(({ code }) => codes.includes(code)))
  }
  if (has('dsa-key')) return 'dsa'
  if (has('certificate')) return 'certificate'
  if (has('rsa-too-short')) return 'rsa-too-short'
  if (has('unsupported-key', 'type-not-accepted')) return 'unsupported-curve'
  return has('incomplete-key', 'altered-key') ? 'damaged-public-key' : 'not-a-key'
}

function formatOf(problems: readonly Problem[]): ImportFormat {
  const has = (code: string) => problems.some((problem) => problem.code === code)
  if (has('rfc4716')) return 'rfc4716'
  return has('pem-public') ? 'pem-public' : 'openssh-public'
}
