/** Collects what is wrong with a pair, worst first within its private, public and other parts. */

import type { Problem } from '../../contract/methods.ts'
import { describePrivateKeyMode, privateKeyFindingId } from '../../permissions/index.ts'
import type { PublicKey } from '../../public-keys/index.ts'
import type { KeyFileDiagnosis } from '../diagnose.ts'
import { type PairProblemCode, pairProblem } from '../pair-problems.ts'
import { readCertificate } from './certificate.ts'
import { existing, type PairFiles, type ReadFile } from './pair-files.ts'
import type { PublicFileVerdict } from './public-file.ts'

/** Everything that was found out about a pair. */
export interface PairFacts {
  readonly files: PairFiles
  /** Null where there is no private file. */
  readonly diagnosis: KeyFileDiagnosis | null
  /** Null where there is no public file. */
  readonly publicVerdict: PublicFileVerdict | null
  /** The public key that the private half has, as far as it can be read without a passphrase. */
  readonly fromPrivate: PublicKey | null
  readonly fromPublic: PublicKey | null
}

const MIN_SAFE_RSA_BITS = 2_048
/** What `ssh-keygen` makes by itself since OpenSSH 8.0. */
const MIN_GOOD_RSA_BITS = 3_072
/** Characters that a shell or the ssh config gives a meaning, or that cannot be seen. */
const UNSAFE_CHARACTER = /["'`$&|;<>()[\]{}*?!#\\%^~\p{Cc}\p{Cf}]|^-/u

export function problemsOf(facts: PairFacts, now: number): readonly Problem[] {
  const { files } = facts
  if (files.unnameable) return [pairProblem('name-not-text')]
  return [
    ...privateProblems(facts),
    ...publicProblems(facts).map(pairProblem),
    ...strengthProblems(facts.fromPrivate ?? facts.fromPublic).map(pairProblem),
    ...certificateProblems(facts, now).map(pairProblem),
    ...nameProblems(files.name).map(pairProblem),
  ]
}

function privateProblems({ diagnosis, files: { privateFile } }: PairFacts): readonly Problem[] {
  if (diagnosis === null || privateFile === null) return []
  if (diagnosis.state === 'missing') return [pairProblem('dangling-link')]
  if (diagnosis.state === 'unusable') return [diagnosis.problem]
  return accessProblems(privateFile)
}

function accessProblems({ path, read }: ReadFile): readonly Problem[] {
  const verdict = read.kind === 'data' ? describePrivateKeyMode(path, read.stats) : null
  if (verdict === null || verdict.ok) return []
  const fix = {
    kind: 'call',
    method: 'permissions.plan',
    params: { findings: [privateKeyFindingId(path)] },
    label: 'Show what will change',
  } as const
  const { detail } = verdict
  return [
    { code: 'permissions', severity: 'error', title: 'Others can read this key', detail, fix },
  ]
}

function publicProblems(facts: PairFacts): readonly PairProblemCode[] {
  const { diagnosis, publicVerdict, fromPrivate, fromPublic } = facts
  if (publicVerdict === null) {
    if (diagnosis === null) return ['no-private-file']
    return diagnosis.state === 'usable' ? ['no-public-file'] : []
  }
  if (publicVerdict.state === 'damaged') return [publicVerdict.problem]
  if (diagnosis === null) return ['no-private-file']
  if (diagnosis.state !== 'usable' || fromPublic === null) return []
  if (fromPrivate === null) return ['pair-not-checked']
  return fromPrivate.blob.equals(fromPublic.blob) ? [] : ['pair-mismatch']
}

export function strengthProblems(key: PublicKey | null): readonly PairProblemCode[] {
  if (key?.type === 'dsa') return ['dsa-removed']
  if (key?.type !== 'rsa' || key.bits === null) return []
  if (key.bits < MIN_SAFE_RSA_BITS) return ['rsa-weak']
  return key.bits < MIN_GOOD_RSA_BITS ? ['rsa-small'] : []
}

function certificateProblems(
  { files, fromPrivate, fromPublic }: PairFacts,
  now: number,
): readonly PairProblemCode[] {
  const file = existing(files.certificate)
  if (file === null) return []
  const certificate = file.read.kind === 'data' ? readCertificate(file.read.data) : null
  if (certificate === null) return ['certificate-unreadable']
  const key = fromPrivate ?? fromPublic
  if (key !== null && !key.blob.equals(certificate.publicBlob)) {
    return ['certificate-of-another-key']
  }
  if (certificate.kind === 'host') return ['certificate-for-servers']
  const seconds = BigInt(Math.floor(now / 1_000))
  if (seconds >= certificate.validBefore) return ['certificate-expired']
  return seconds < certificate.validAfter ? ['certificate-not-yet-valid'] : []
}

function nameProblems(name: string): readonly PairProblemCode[] {
  if (UNSAFE_CHARACTER.test(name)) return ['name-unsafe']
  return /\s/u.test(name) ? ['name-with-spaces'] : []
}
