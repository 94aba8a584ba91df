/** What would change in a file, line by line, with a little of what is around it. */

import type { ConfigPlan, DiffLine } from '../../contract/methods.ts'
import { type ConfigDocument, parseDocument, readableValue } from '../document.ts'
import { changedSteps, type Step } from './verify/difference.ts'

const CONTEXT_LINES = 3

/** A file before and after; null where there is none. */
export interface FileEdit {
  readonly path: string
  readonly before: Buffer | null
  readonly after: Buffer | null
}

export function fileDiff({ path, before, after }: FileEdit): ConfigPlan['files'][number] {
  const old = parseDocument(before ?? Buffer.alloc(0))
  const now = parseDocument(after ?? Buffer.alloc(0))
  return { path, created: before === null, removed: after === null, diff: diffLines(old, now) }
}

export function diffLines(before: ConfigDocument, after: ConfigDocument): readonly DiffLine[] {
  const rows: DiffLine[] = []
  /** First old line that is not shown yet, from 0. */
  let next = 0
  let shift = 0
  const same = (from: number, to: number) => {
    for (let index = Math.max(from, next); index < to; index++) {
      const text = textAt(before, index)
      rows.push({ kind: 'same', before: index + 1, after: index + 1 + shift, text })
      next = index + 1
    }
  }
  for (const step of changedSteps(wholeLines(before), wholeLines(after))) {
    // After the change before, then before this one.
    if (rows.length > 0) same(next, Math.min(next + CONTEXT_LINES, step.before))
    same(step.before - CONTEXT_LINES, step.before)
    shift = step.after - step.before
    rows.push(rowOf(step, before, after))
    if (step.kind === 'removed') next = step.before + 1
    shift += step.kind === 'added' ? 1 : -1
  }
  if (rows.length > 0) same(next, Math.min(next + CONTEXT_LINES, before.lines.length))
  return rows
}

function rowOf(step: Step, before: ConfigDocument, after: ConfigDocument): DiffLine {
  return step.kind === 'removed'
    ? {
        kind: 'removed',
        before: step.before + 1,
        after: null,
        text: textAt(before, step.before),
      }
    : { kind: 'added', before: null, after: step.after + 1, text: textAt(after, step.after) }
}

function textAt({ lines }: ConfigDocument, index: number): string {
  return readableValue(lines[index]?.text ?? '')
}

function wholeLines({ lines }: ConfigDocument): readonly string[] {
  return lines.map(({ text, ending }) => text + ending)
}
