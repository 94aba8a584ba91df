/** One repair, worked out from the files as they are, and not yet carried out. */

import { createHash } from 'node:crypto'
import type { CallContext } from '../../contract/dispatch.ts'
import { AppError } from '../../contract/errors.ts'
import type { Problem, RepairPlan } from '../../contract/methods.ts'
import type { KeyDeps } from '../deps.ts'
import type { KeyFileDiagnosis } from '../diagnose.ts'
import type { InspectedPair } from '../inspect.ts'
import type { PairFiles, ReadFile } from '../listing/pair-files.ts'

export type RepairContext = Pick<CallContext, 'signal' | 'progress'>

/** What a repair starts from. */
export interface Patient {
  readonly deps: KeyDeps
  readonly inspected: InspectedPair
  readonly files: PairFiles
  readonly diagnosis: KeyFileDiagnosis | null
  readonly problem: string
  /** Undefined when none was given. Never stored, logged or returned. */
  readonly passphrase: string | undefined
  readonly signal: AbortSignal
}

export interface Recipe extends Omit<RepairPlan, 'planId' | 'problem'> {
  /** Carries it out; resolves with where the halves of the key are afterwards. */
  readonly apply: (context: RepairContext) => Promise<KeyPlace>
}

export interface KeyPlace {
  readonly privateKeyPath: string | null
  readonly publicKeyPath: string | null
}

export type DataFile = ReadFile & {
  readonly read: ReadFile['read'] & { readonly kind: 'data' }
}

/** The same plan always has the same id; another as soon as the files or anything shown differ. */
export function planIdOf(patient: Patient, { title, steps, notes }: Recipe): string {
  const { privateFile, publicFile } = patient.files
  const state = [privateFile, publicFile].map((file) =>
    file === null ? null : [file.path, file.read.kind === 'data' ? hash(file.read.data) : null],
  )
  return hash(JSON.stringify([patient.problem, title, steps, notes, state]))
}

/** @throws {AppError} `unsupported` when there is no such file, or one that cannot be read */
export function dataOf(file: ReadFile | null, patient: Patient): DataFile {
  if (file?.read.kind === 'data') return { path: file.path, read: file.read }
  throw noRepair(patient.inspected.pair.name, 'its file cannot be read')
}

export function noRepair(name: string, reason: string): AppError {
  return new AppError(
    'unsupported',
    `Keypilot cannot repair ${name}: ${reason}. Copy the original again as a file, restore it from a backup, or make a new key.`,
  )
}

export function note(code: string, severity: Problem['severity'], title: string, detail: string) {
  return { code, severity, title, detail } as const satisfies Problem
}

function hash(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('base64url')
}
