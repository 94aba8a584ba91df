/** Judges one private file, the `.pub` and the certificate beside it together. */

import type { KeyPair } from '../contract/methods.ts'
import { type PublicKey, parsePublicKeyBlob } from '../public-keys/index.ts'
import { diagnoseRead, type KeyFileDiagnosis } from './diagnose.ts'
import { findPem } from './formats/pem.ts'
import { readCertificate } from './listing/certificate.ts'
import { withFix } from './listing/fixes.ts'
import { existing, type PairFiles, primaryFile } from './listing/pair-files.ts'
import { type PairFacts, problemsOf } from './listing/pair-problems-of.ts'
import { judgePublicFile } from './listing/public-file.ts'
import { keyOfPuttyFile } from './listing/putty.ts'
import { type KeyFileRead, readKeyFile } from './read-key-file.ts'
import { sniffFormat } from './sniff.ts'

/** A pair as the app shows it, and the public key behind it. */
export interface InspectedPair {
  readonly pair: KeyPair
  readonly publicKey: PublicKey | null
}

/** What a judgement may also know; a path without a backup is offered none. */
export interface InspectOptions {
  readonly hasBackup?: (path: string) => Promise<boolean>
}

/** Reads nothing but what was read already. `uses` stays empty: only the whole list knows them. */
export async function inspectPair(
  files: PairFiles,
  options: InspectOptions = {},
): Promise<InspectedPair> {
  const facts = await factsOf(files)
  const fromPutty = keyOfPuttyFile(files.privateFile?.read ?? null)
  const publicKey = facts.fromPrivate ?? facts.fromPublic ?? certifiedKey(files) ?? fromPutty
  const privateKeyPath = files.privateFile?.path ?? null
  const publicKeyPath = files.publicFile?.path ?? null
  const certificatePath = existing(files.certificate)?.path ?? null
  const path = privateKeyPath ?? publicKeyPath
  const id = publicKey?.fingerprint.sha256 ?? `file:${path ?? certificatePath ?? files.name}`
  const fixable = { facts, ref: path === null ? null : { id, path }, ...options }
  const problems = problemsOf(facts, Date.now()).map((problem) => withFix(problem, fixable))
  const pair: KeyPair = {
    id,
    name: files.name,
    type: publicKey?.type ?? typeByLabel(files.privateFile?.read ?? null),
    bits: publicKey?.bits ?? null,
    comment: facts.fromPublic?.comment || facts.fromPrivate?.comment || fromPutty?.comment || '',
    fingerprint: publicKey?.fingerprint ?? null,
    privateKeyPath,
    publicKeyPath,
    format: formatOf(facts.diagnosis, files.privateFile?.read ?? null),
    encrypted: facts.diagnosis?.state === 'usable' ? facts.diagnosis.encrypted : null,
    pair: pairState(facts),
    problems: await Promise.all(problems),
    certificatePath,
    ...timesOf(files),
    source: files.source,
    uses: [],
  }
  return { pair, publicKey }
}

/** The key of the `.pub` file at this path, as OpenSSH would find it; null when there is none. */
export async function readPublicKeyFile(path: string): Promise<PublicKey | null> {
  const verdict = judgePublicFile(await readKeyFile(path))
  return verdict.state === 'key' ? verdict.key : null
}

async function factsOf(files: PairFiles): Promise<PairFacts> {
  const { privateFile, publicFile } = files
  const diagnosis = privateFile === null ? null : await diagnoseRead(privateFile.read)
  const publicVerdict = publicFile === null ? null : judgePublicFile(publicFile.read)
  return {
    files,
    diagnosis,
    publicVerdict,
    fromPrivate: diagnosis?.state === 'usable' ? diagnosis.publicKey : null,
    fromPublic: publicVerdict?.state === 'key' ? publicVerdict.key : null,
  }
}

/** Of a certificate that is alone. */
function certifiedKey({ privateFile, publicFile, certificate }: PairFiles): PublicKey | null {
  if (privateFile !== null || publicFile !== null || certificate?.read.kind !== 'data') return null
  const blob = readCertificate(certificate.read.data)?.publicBlob
  return blob === undefined ? null : parsePublicKeyBlob(blob)
}

function pairState({ files, diagnosis, fromPrivate, fromPublic }: PairFacts): KeyPair['pair'] {
  if (diagnosis === null) {
    return fromPublic === null && certifiedKey(files) === null ? 'unreadable' : 'public-only'
  }
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

function timesOf(files: PairFiles): Pick<KeyPair, 'createdAt' | 'modifiedAt'> {
  const read = primaryFile(files)?.read
  if (read?.kind !== 'data') return { createdAt: null, modifiedAt: null }
  const { birthtimeMs, birthtime, mtime } = read.stats
  // File systems that do not record the time of creation answer with 1970.
  const createdAt = birthtimeMs > 0 ? birthtime.toISOString() : null
  return { createdAt, modifiedAt: mtime.toISOString() }
}
