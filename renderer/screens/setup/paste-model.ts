/** What follows from a paste check, as pure functions. */

import type {
  AccountKeys,
  Problem,
  PublicKeyEntry,
  PublicKeysReport,
  SetupState,
} from '../../contract.ts'

/** The marks that no private key file lacks, in any format that people have. */
const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY|PuTTY-User-Key-File-\d|BEGIN SSH2 ENCRYPTED PRIVATE/

export function looksLikePrivateKey(text: string): boolean {
  return PRIVATE_KEY.test(text)
}

/** Secrets by the problem codes of `publicKeys.check`. */
const SECRETS: readonly string[] = ['private-key', 'api-key']

/**
 * The problem that says a secret was pasted, null when none was. For no report (the text was
 * recognised before it was judged, or could not be judged) a general one.
 */
export function hardStop(report: PublicKeysReport | null): Problem | null {
  if (report === null) return EXPOSED
  const all = [...report.problems, ...report.entries.flatMap(({ problems }) => problems)]
  return all.find(({ code }) => SECRETS.includes(code)) ?? null
}

const EXPOSED: Problem = {
  code: 'private-key',
  severity: 'error',
  title: 'This is a private key, which must stay secret',
  detail:
    'Keypilot did not keep it. But it has been copied, so treat it as exposed: make a new key in step 1, put its public key on RunPod, and remove the old one there.',
  fix: { kind: 'ask', ask: 'generate-key', label: 'Make a new key' },
}

/** The contract's upper bound for remembered keys. */
const MAX_REMEMBERED = 1_000

/** What Setup remembers of a report: which well-formed keys it held, and whether all was well. */
export function rememberReport(
  report: PublicKeysReport,
  at: Date,
): NonNullable<SetupState['publicKeys']> {
  const ids = report.entries.flatMap(({ verdict, fingerprint }) =>
    verdict === 'rejected' || fingerprint === null ? [] : [fingerprint.sha256],
  )
  return { at: at.toISOString(), ok: report.ok, keyIds: [...new Set(ids)].slice(0, MAX_REMEMBERED) }
}

/** The same of what RunPod itself answered; the key in question comes first, if it is among many. */
export function rememberAccount(
  { keys, at }: AccountKeys,
  keyId: string,
): NonNullable<SetupState['publicKeys']> {
  const ids = keys.flatMap(({ fingerprint }) => fingerprint ?? [])
  const sorted = ids.toSorted((a, b) => Number(b === keyId) - Number(a === keyId))
  return {
    at,
    ok: keys.every(({ problems }) => problems.every(({ severity }) => severity !== 'error')),
    keyIds: [...new Set(sorted)].slice(0, MAX_REMEMBERED),
  }
}

/** What should stand in RunPod's field: everything usable, and the key of step 1. */
export function textToPaste(report: PublicKeysReport, publicLine: string): string | null {
  if (report.containsExpected === false) {
    return report.repaired === null ? publicLine : `${report.repaired.trimEnd()}\n${publicLine}`
  }
  return report.ok ? null : report.repaired
}

/**
 * The verdict on one line. `left-out`: no fault that someone must mend, e.g. the same key a second
 * time, or a remark.
 */
export function outcomeOf(
  entry: Pick<PublicKeyEntry, 'verdict' | 'problems'>,
): PublicKeyEntry['verdict'] | 'left-out' {
  if (entry.verdict !== 'rejected') return entry.verdict
  return entry.problems.some(({ severity }) => severity === 'error') ? 'rejected' : 'left-out'
}

/** E.g. `Line 2`, `Lines 2 to 4`. */
export function linesOf(entry: { readonly firstLine: number; readonly lastLine: number }): string {
  const { firstLine, lastLine } = entry
  if (firstLine === lastLine) return `Line ${firstLine}`
  return `Lines ${firstLine} ${lastLine === firstLine + 1 ? 'and' : 'to'} ${lastLine}`
}
