/** The judgement of entries, each made once: the same ones are read again for every plan and change. */

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PublicKeysReport } from '../../contract/methods.ts'
import { checkPublicKeys } from '../../public-keys/index.ts'

/** RunPod's field holds at most 812 Ed25519 keys. */
const MAX_KEPT = 2_000
/** Whether a key can exist at all takes a while to find out; the window must not wait for hundreds. */
const SLICE_MS = 20
/** Problems of a text that may hold something secret: it is shown nowhere, and not kept here. */
const SECRET_CODES: ReadonlySet<string> = new Set(['private-key', 'api-key', 'unknown-base64'])

const reports = new Map<string, PublicKeysReport>()

export function judged(text: string): PublicKeysReport {
  const known = reports.get(text)
  if (known !== undefined) return known
  const report = checkPublicKeys({ text })
  if (!holdsSecret(report)) {
    if (reports.size >= MAX_KEPT) reports.clear()
    reports.set(text, report)
  }
  return report
}

/** Judges many beforehand, in short turns. */
export async function judgeAll(texts: readonly string[]): Promise<void> {
  let started = performance.now()
  for (const text of texts) {
    judged(text)
    if (performance.now() - started < SLICE_MS) continue
    await nextTurn()
    started = performance.now()
  }
}

export function holdsSecret({ entries }: PublicKeysReport): boolean {
  return entries.some(({ problems }) => problems.some(({ code }) => SECRET_CODES.has(code)))
}

/**
 * A private key pasted over several lines became one entry a line; what stands between its first and
 * last line is secret, whatever it looks like alone.
 */
export function linesOfSecrets(texts: readonly string[]): ReadonlySet<number> {
  const lines = new Set<number>()
  if (!texts.some((text) => holdsSecret(judged(text)))) return lines
  const text = texts.map((each) => each.replaceAll(/[\r\n]/g, ' ')).join('\n')
  for (const { firstLine, lastLine, problems } of checkPublicKeys({ text }).entries) {
    if (!problems.some(({ code }) => SECRET_CODES.has(code))) continue
    for (let line = firstLine; line <= lastLine; line++) lines.add(line - 1)
  }
  return lines
}
