/** Findings by root cause: one broken folder explains all of its files, and is shown once. */

import type { CheckedKind, Finding, FindingSeverity, KeyPair } from '../../contract.ts'

export interface FindingGroup {
  readonly root: Finding
  /** What goes away, or cannot be judged, because of the root. */
  readonly explained: readonly Finding[]
}

const ORDER: readonly FindingSeverity[] = ['refuses', 'exposes', 'advice']

/** The worst first; otherwise in the order of the audit. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const ids = new Set(findings.map(({ id }) => id))
  const isExplained = ({ id, rootCause }: Finding) =>
    rootCause !== null && rootCause !== id && ids.has(rootCause)
  return findings
    .filter((finding) => !isExplained(finding))
    .map((root) => ({
      root,
      explained: findings.filter(
        (finding) => isExplained(finding) && finding.rootCause === root.id,
      ),
    }))
    .toSorted((a, b) => worst(a) - worst(b))
}

function worst({ root, explained }: FindingGroup): number {
  return Math.min(...[root, ...explained].map(({ severity }) => ORDER.indexOf(severity)))
}

/** Ids that "Repair" plans for, without those that only a person can repair. */
export function repairableIds(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ repairable }) => repairable).map(({ id }) => id)
}

const FOLDERS: readonly CheckedKind[] = ['home', 'parent-folder', 'ssh-folder']

/** The sentence above the list. */
export function summarise(findings: readonly Finding[]): string {
  const refused = findings.filter(({ severity }) => severity === 'refuses')
  const byServer = refused.filter(({ refusedBy }) => refusedBy === 'sshd')
  const bySsh = refused.filter(({ refusedBy }) => refusedBy !== 'sshd')
  const remarks = countOf(findings, 'advice')
  const parts = [
    part(bySsh.length, `${nounFor(bySsh)} that ssh refuses`),
    part(byServer.length, `${nounFor(byServer)} that the SSH server of this computer refuses`),
    part(countOf(findings, 'exposes'), 'that others can get at'),
    part(remarks, remarks === 1 ? 'remark' : 'remarks'),
  ].filter((part) => part !== null)
  return `${parts.join(', ')}.`
}

function nounFor(findings: readonly Finding[]): string {
  const hasFolder = findings.some(({ kind }) => FOLDERS.includes(kind))
  if (findings.length === 1) return hasFolder ? 'folder' : 'file'
  return hasFolder ? 'files and folders' : 'files'
}

/**
 * What keeps ssh of this computer from connecting anywhere, or with this key. What the list of keys
 * says of the key already is left out, and so is what only keeps others from logging in here.
 */
export function groupsForConnecting(
  findings: readonly Finding[],
  key: KeyPair | null,
): readonly FindingGroup[] {
  const isListed = key?.problems.some(({ code }) => code === 'permissions') ?? false
  const matters = ({ severity, refusedBy, kind, path }: Finding) => {
    if (severity !== 'refuses' || refusedBy === 'sshd') return false
    if (kind === 'public-key') return false
    return kind !== 'private-key' || (path === key?.privateKeyPath && !isListed)
  }
  return groupsWith(findings, matters)
}

/** What is wrong with the folders that keys are in. What is wrong with a key stands with the key. */
export function groupsAroundKeys(findings: readonly Finding[]): readonly FindingGroup[] {
  return groupsWith(
    findings,
    ({ kind, severity }) => FOLDERS.includes(kind) && severity !== 'advice',
  )
}

function groupsWith(
  findings: readonly Finding[],
  matters: (finding: Finding) => boolean,
): readonly FindingGroup[] {
  return groupFindings(findings).filter(({ root, explained }) => [root, ...explained].some(matters))
}

function countOf(findings: readonly Finding[], severity: FindingSeverity): number {
  return findings.filter((finding) => finding.severity === severity).length
}

function part(count: number, words: string): string | null {
  return count === 0 ? null : `${count} ${words}`
}
