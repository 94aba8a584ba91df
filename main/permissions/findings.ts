/** Makes findings of judged faults: stable ids, and which of them explain others. */

import { dirname } from 'node:path'
import type { Finding, FindingSeverity } from '../contract/methods.ts'
import { type CheckedFile, findingId, type JudgedFault, type Snapshot } from './platform.ts'

/** A file as it was looked at, with everything that is wrong with it. */
export interface JudgedFile {
  readonly file: CheckedFile
  readonly snapshot: Snapshot
  readonly faults: readonly JudgedFault[]
}

const ORDER: readonly FindingSeverity[] = ['refuses', 'exposes', 'advice']
const UNDO =
  'Keypilot keeps what was there before the repair, and “Earlier changes” brings it back in one step.'
const NO_UNDO = 'Keypilot changes nothing here, so there is nothing to take back.'

/** The gravest first; those of one severity in the order of the files. */
export function findingsOf(judged: readonly JudgedFile[]): readonly Finding[] {
  const causes = causesOf(judged)
  const findings = judged.flatMap(({ file, faults }) =>
    faults.map((fault) => makeFinding(file, fault, causes)),
  )
  return raiseCauses(findings).toSorted((a, b) => rank(a) - rank(b))
}

/** Ids of the faults of folders, by folder and family. */
function causesOf(judged: readonly JudgedFile[]): ReadonlyMap<string, string> {
  const causes = new Map<string, string>()
  for (const { file, snapshot, faults } of judged) {
    if (snapshot.isFile) continue
    for (const { code, family } of faults) {
      if (family === null) continue
      const id = findingId(code, file.path)
      causes.set(causeKey(file.path, family), id)
      if (file.target !== null) causes.set(causeKey(file.target, family), id)
    }
  }
  return causes
}

function causeKey(folder: string, family: string): string {
  return `${family}\0${folder}`
}

function makeFinding(
  file: CheckedFile,
  fault: JudgedFault,
  causes: ReadonlyMap<string, string>,
): Finding {
  const { repair } = fault
  return {
    id: findingId(fault.code, file.path),
    code: fault.code,
    severity: fault.severity,
    ...(fault.severity === 'refuses' ? { refusedBy: fault.refusedBy ?? 'ssh' } : {}),
    kind: file.kind,
    path: file.path,
    target: file.target,
    title: fault.title,
    consequence:
      file.target === null
        ? fault.consequence
        : `${fault.consequence} It is a symbolic link: what it leads to, ${file.target}, is judged and repaired.`,
    rule: fault.rule,
    before: fault.before,
    after: fault.after,
    undo: repair.kind === 'apply' ? UNDO : NO_UNDO,
    rootCause: rootCauseOf(file, fault, causes),
    repairable: repair.kind === 'apply',
    ...(repair.kind === 'cannot' ? { reason: repair.reason } : {}),
    ...(repair.kind === 'cannot' && repair.fix !== undefined ? { fix: repair.fix } : {}),
  }
}

/** The outermost folder that has the same fault. */
function rootCauseOf(
  { path, target }: CheckedFile,
  { family }: JudgedFault,
  causes: ReadonlyMap<string, string>,
): string | null {
  if (family === null) return null
  let cause: string | null = null
  for (const start of target === null ? [path] : [target, path]) {
    for (let folder = dirname(start); ; folder = dirname(folder)) {
      const found = causes.get(causeKey(folder, family))
      if (found === undefined) break
      cause = found
      if (folder === dirname(folder)) break
    }
  }
  return cause
}

/** A cause is as grave as the gravest of what it explains, and says so. */
function raiseCauses(findings: readonly Finding[]): readonly Finding[] {
  const gravest = new Map<string, Finding>()
  for (const finding of findings) {
    if (finding.rootCause === null) continue
    const before = gravest.get(finding.rootCause)
    if (before === undefined || rank(finding) < rank(before))
      gravest.set(finding.rootCause, finding)
  }
  return findings.map((finding) => {
    const explained = gravest.get(finding.id)
    if (explained === undefined || rank(explained) >= rank(finding)) return finding
    const { severity, refusedBy } = explained
    const consequence = `${finding.consequence} ${RAISED[severity]}`
    return { ...finding, severity, consequence, ...(refusedBy === undefined ? {} : { refusedBy }) }
  })
}

const RAISED: { readonly [S in FindingSeverity]: string } = {
  refuses: 'Files in it that have the same fault are refused.',
  exposes: 'Others can get at the files in it that have the same fault.',
  advice: '',
}

function rank({ severity }: Finding): number {
  return ORDER.indexOf(severity)
}
