/** Which problems Keypilot can repair, judged from what was read already. */

import { diagnoseBytes, type KeyFileDiagnosis } from '../diagnose.ts'
import { cleanPrivateKeyText } from '../import/clean-key-text.ts'
import type { PairFacts } from '../listing/pair-problems-of.ts'
import { recoverPublicKey } from '../listing/public-file.ts'

const TEXT_DAMAGE: ReadonlySet<string> = new Set([
  'bom',
  'utf16',
  'crlf',
  'no-final-newline',
  'leading-blank-line',
  'text-before-key',
  'indented',
  'trailing-spaces',
  'one-line',
  'truncated',
  'missing-markers',
  'changed-dashes',
  'damaged',
])

/** Damage of a `.pub` file that a new line in its place ends. */
const PUBLIC_DAMAGE: ReadonlySet<string> = new Set([
  'public-file-unreadable',
  'public-file-empty',
  'public-file-bom',
  'public-file-utf16',
  'public-file-wrapped',
  'public-file-rfc4716',
  'public-file-certificate',
])

/** Whether bytes around the key, and not those of the key, are what is wrong. */
export function isTextDamage(code: string): boolean {
  return TEXT_DAMAGE.has(code)
}

export function isPublicDamage(code: string): boolean {
  return PUBLIC_DAMAGE.has(code)
}

/** The label of the button; null when there is no repair. */
export async function repairLabel(code: string, facts: PairFacts): Promise<string | null> {
  if (isTextDamage(code)) {
    const read = facts.files.privateFile?.read
    const whole = read?.kind === 'data' ? await repairedText(read.data) : null
    return whole === null ? null : 'Repair the file'
  }
  if (isPublicDamage(code)) return canWritePublic(facts) ? 'Repair the .pub file' : null
  switch (code) {
    case 'putty':
      return 'Convert to OpenSSH’s format'
    case 'ed25519-pkcs8':
      return 'Rewrite in OpenSSH’s format'
    case 'public-key':
    case 'rfc4716':
      return canBecomePublic(facts) ? 'Give it the ending .pub' : null
    case 'no-public-file':
      return 'Write the .pub file'
    case 'pair-mismatch':
      return 'Write the right .pub file'
    case 'private-in-public-file':
      return 'Move it to a file of its own'
    default:
      return null
  }
}

/** A damaged private-key file as it should be, if ssh could use that; null otherwise. */
export async function repairedText(file: Buffer): Promise<{
  readonly file: Buffer
  readonly diagnosis: KeyFileDiagnosis & { readonly state: 'usable' }
} | null> {
  const clean = cleanPrivateKeyText(file)
  if (clean === null || clean.equals(file)) return null
  const diagnosis = await diagnoseBytes(clean)
  return diagnosis.state === 'usable' ? { file: clean, diagnosis } : null
}

/** From the private half, or from what is left in the file itself. */
function canWritePublic({ diagnosis, files: { publicFile } }: PairFacts): boolean {
  if (publicFile?.read.kind !== 'data') return false
  return diagnosis?.state === 'usable' || recoverPublicKey(publicFile.read.data) !== null
}

/** The name with `.pub` is free, or holds the same key. */
function canBecomePublic({ files: { privateFile, publicFile }, fromPublic }: PairFacts): boolean {
  const key = privateFile?.read.kind === 'data' ? recoverPublicKey(privateFile.read.data) : null
  if (key === null) return false
  return publicFile === null || fromPublic?.blob.equals(key.blob) === true
}
