/** The literal keys of tests/vectors/public-keys, and a short way to look at a report. */

import { readFileSync } from 'node:fs'
import { checkPublicKeys } from '../../../main/public-keys/index.ts'

export function vector(name: string): string {
  return readFileSync(new URL(`../../vectors/public-keys/${name}`, import.meta.url), 'utf8')
}

const line = (name: string) => vector(name).trim()

export const ED25519 = line('ed25519.pub')
export const SECOND = line('ed25519-second.pub')
export const RSA = line('rsa-3072.pub')
export const ECDSA = line('ecdsa-256.pub')

/** The base64 of a key line. */
export function blobOf(keyLine: string): string {
  return keyLine.split(' ')[1] ?? ''
}

/** The text in lines of at most `width` characters, as a terminal window breaks it. */
export function wrap(text: string, width: number): string {
  return (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n')
}

/** Each entry as `verdict: code, code`, and the repaired text. */
export function judge(text: string): {
  readonly entries: string[]
  readonly repaired: string | null
} {
  const { entries, repaired } = checkPublicKeys({ text })
  return {
    entries: entries.map(({ verdict, problems }) =>
      [verdict, problems.map(({ code }) => code).join(', ')].filter(Boolean).join(': '),
    ),
    repaired,
  }
}
