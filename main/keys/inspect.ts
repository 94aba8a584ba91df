/** Judges one private file and the `.pub` beside it together. */

import { join } from 'node:path'
import type { KeyPair, Problem } from '../contract/methods.ts'
import { describePrivateKeyMode } from '../permissions/index.ts'
import { type PublicKey, parsePublicKeyLine } from '../public-keys/index.ts'
import { diagnoseRead, type KeyFileDiagnosis } from './diagnose.ts'
import { findPem } from './formats/pem.ts'
import { pairProblem } from './pair-problems.ts'
import { type KeyFileRead, readKeyFile } from './read-key-file.ts'
import { looksPrivate, sniffFormat } from './sniff.ts'

/** A pair as the app shows it, and the public key behind it. */
export interface InspectedPair {
  readonly pair: KeyPair
  readonly publicKey: PublicKey | null
}

export interface PairFiles {
  readonly folder: string
  /** Without `.pub`. */
  readonly name: string
  readonly privateRead: KeyFileRead | null
  /** File name of the public half. */
  readonly publicName: string | null
  readonly publicRead: KeyFileRead | null
}

const MIN_GOOD_RSA_BITS = 2_048

export async function inspectPair(files: PairFiles): Promise<InspectedPair> {
  const fromPublic = files.publicRead === null ? null : readPublicFile(files.publicRead)
  const diagnosis = files.privateRead === null ? null : await diagnoseRead(files.privateRead)
  const fromPrivate = diagnosis?.state === 'usable' ? diagnosis.publicKey : null
  const publicKey = fromPrivate ?? fromPublic
  const state = pairState(diagnosis, fromPrivate, fromPublic)
  const privateKeyPath = files.privateRead === null ? null : join(files.folder, files.name)
  const publicKeyPath = files.publicName === null ? null : join(files.folder, files.publicName)
  const comment = fromPublic?.comment || fromPrivate?.comment || ''
  const pair: KeyPair = {
    id: publicKey?.fingerprint.sha256 ?? `file:${privateKeyPath ?? publicKeyPath ?? files.name}`,
    name: files.name,
    type: publicKey?.type ?? typeByLabel(files.privateRead),
    bits: publicKey?.bits ?? null,
    comment,
    fingerprint: publicKey?.fingerprint ?? null,
    privateKeyPath,
    publicKeyPath,
    format: formatOf(diagnosis, files.privateRead),
    encrypted: diagnosis?.state === 'usable' ? diagnosis.encrypted : null,
    pair: state,
    problems: [
      ...privateProblems(diagnosis, files.privateRead, privateKeyPath),
      ...publicProblems(files, fromPublic, fromPrivate, diagnosis),
      ...strengthProblems(publicKey),
    ],
  }
  return { pair, publicKey }
}

/** The key of the `.pub` file at this path, as OpenSSH would find it; null when there is none. */
export async function readPublicKeyFile(path: string): Promise<PublicKey | null> {
  return readPublicFile(await readKeyFile(path))
}

/** The first line that is a key, as OpenSSH reads a `.pub` file. */
function readPublicFile(read: KeyFileRead): PublicKey | null {
  if (read.kind !== 'data' || looksPrivate(read.data)) return null
  for (const line of read.data.toString('utf8').split('\n')) {
    // A byte order mark hides the first line from OpenSSH; trimming would drop it here.
    const key = line.startsWith('\uFEFF') ? null : parsePublicKeyLine(line)
    if (key !== null) return key
  }
  return null
}

function pairState(
  diagnosis: KeyFileDiagnosis | null,
  fromPrivate: PublicKey | null,
  fromPublic: PublicKey | null,
): KeyPair['pair'] {
  if (diagnosis === null) return fromPublic === null ? 'unreadable' : 'public-only'
  if (diagnosis.state !== 'usable') return 'unreadable'
  if (fromPublic === null) return 'private-only'
  // An encrypted PEM file hides its public half: the .pub is believed, as ssh does, and it is said.
  if (fromPrivate === null) return 'matched'
  return fromPrivate.blob.equals(fromPublic.blob) ? 'matched' : 'mismatched'
}

function formatOf(diagnosis: KeyFileDiagnosis | null, read: KeyFileRead | null) {
  if (diagnosis?.state === 'usable') return diagnosis.format
  return read?.kind === 'data' ? sniffFormat(read.data) : null
}

function typeByLabel(read: KeyFileRead | null): KeyPair['type'] {
  return (read?.kind === 'data' ? findPem(read.data)?.type : null) ?? 'unknown'
}

function privateProblems(
  diagnosis: KeyFileDiagnosis | null,
  read: KeyFileRead | null,
  path: string | null,
): readonly Problem[] {
  if (diagnosis === null || path === null) return []
  if (diagnosis.state === 'missing') return [pairProblem('dangling-link')]
  if (diagnosis.state === 'unusable') return [diagnosis.problem]
  const verdict = read?.kind === 'data' ? describePrivateKeyMode(path, read.stats) : null
  if (verdict === null || verdict.ok) return []
  const { detail, fixCommand } = verdict
  const fix = { kind: 'copy', label: 'Copy the command that repairs it', text: fixCommand } as const
  return [
    { code: 'permissions', severity: 'error', title: 'Others can read this key', detail, fix },
  ]
}

function publicProblems(
  files: PairFiles,
  fromPublic: PublicKey | null,
  fromPrivate: PublicKey | null,
  diagnosis: KeyFileDiagnosis | null,
): readonly Problem[] {
  const { publicRead } = files
  if (publicRead === null) {
    return diagnosis?.state === 'usable' ? [pairProblem('no-public-file')] : []
  }
  if (publicRead.kind === 'data' && looksPrivate(publicRead.data)) {
    return [pairProblem('private-in-public-file')]
  }
  if (fromPublic === null) return [pairProblem('public-file-unreadable')]
  if (diagnosis === null) return [pairProblem('no-private-file')]
  if (diagnosis.state !== 'usable') return []
  if (fromPrivate === null) return [pairProblem('pair-not-checked')]
  return fromPrivate.blob.equals(fromPublic.blob) ? [] : [pairProblem('pair-mismatch')]
}

function strengthProblems(key: PublicKey | null): readonly Problem[] {
  if (key?.type === 'dsa') return [pairProblem('dsa-removed')]
  if (key?.type === 'rsa' && (key.bits ?? 0) < MIN_GOOD_RSA_BITS) return [pairProblem('rsa-weak')]
  return []
}
