/** Writes the public half anew, from the private one, or from what is left of the `.pub` file. */

import { AppError } from '../../contract/errors.ts'
import { formatPublicKeyLine, type PublicKey, parsePublicKeyBlob } from '../../public-keys/index.ts'
import { changeFiles, type FileStep, linkMark, readEntry } from '../../storage/index.ts'
import { readEnvelope, readPrivateSection } from '../formats/openssh.ts'
import { recoverPublicKey } from '../listing/public-file.ts'
import { unlockError } from '../load.ts'
import { provePrivateFile, provePublicFile } from './prove.ts'
import { dataOf, noRepair, note, type Patient, type Recipe } from './recipe.ts'

const PUBLIC_MODE = 0o644
const REPLACED = note(
  'old-public-file-kept',
  'info',
  'The old .pub file is kept',
  'It goes to the backups. If it is the public half of a key that you still use elsewhere, bring it back under another name.',
)

export async function publicRecipe(patient: Patient): Promise<Recipe> {
  const { publicFile, privateFile } = patient.files
  const old = publicFile === null ? null : dataOf(publicFile, patient)
  const key = await publicKeyFor(patient, old?.read.data ?? null)
  const path = old?.path ?? `${privateFile?.path ?? ''}.pub`
  const data = Buffer.from(`${formatPublicKeyLine(key)}\n`)
  const link = old === null ? null : await linkAt(path)
  const steps = stepsFor(path, data, old?.read.data ?? null, link)
  const source = privateFile === null ? 'The public key in it, on one line' : 'The public half'
  return {
    title: old === null ? 'Write the .pub file' : 'Write the .pub file again',
    steps: [{ path, before: beforeOf(patient), after: `${source}: ${key.fingerprint.sha256}` }],
    notes: [
      ...(link === null ? [] : [linkNote(link)]),
      ...(link === null && patient.problem === 'pair-mismatch' ? [REPLACED] : []),
    ],
    apply: async () => {
      await changeFiles(patient.deps.paths, steps, {
        title: `Wrote the public half of ${patient.inspected.pair.name}`,
        verify: async (staged) => proveHalves(patient, staged.get(path) ?? '', key),
      })
      return { privateKeyPath: privateFile?.path ?? null, publicKeyPath: path }
    },
  }
}

/** A link gives way to a file of its own: what it leads to may be the public half of another key. */
function stepsFor(
  path: string,
  data: Buffer,
  old: Buffer | null,
  link: string | null,
): readonly FileStep[] {
  const create = { kind: 'create', path, data, mode: PUBLIC_MODE } as const
  if (link !== null) return [{ kind: 'remove', path, expected: linkMark(link) }, create]
  return old === null ? [create] : [{ kind: 'replace', path, data, expected: old }]
}

/** Where a symbolic link leads; null for what is none. */
async function linkAt(path: string): Promise<string | null> {
  const entry = await readEntry(path)
  return entry.kind === 'link' ? entry.target : null
}

function linkNote(target: string) {
  const detail = `The .pub file is a symbolic link to ${target}, which stays as it is. The link goes to the backups, and a file takes its place.`
  return note('link-replaced', 'info', 'A link becomes a file of its own', detail)
}

async function proveHalves(
  { deps, files, diagnosis, passphrase, signal }: Patient,
  staged: string,
  key: PublicKey,
): Promise<void> {
  await provePublicFile(staged, key.blob, signal)
  if (files.privateFile === null || diagnosis?.state !== 'usable') return
  const proof = { publicBlob: key.blob, passphrase, signal }
  await provePrivateFile(deps.paths, files.privateFile.path, proof)
}

function beforeOf({ problem, inspected }: Patient): string {
  switch (problem) {
    case 'no-public-file':
      return 'No file'
    case 'pair-mismatch':
      return 'The public half of another key'
    default: {
      const found = inspected.pair.problems.find(({ code }) => code === problem)
      return found?.title ?? 'No public key that ssh can read'
    }
  }
}

/** @throws {AppError} `passphrase-needed`, `passphrase-wrong`, `unsupported`, `unreadable` */
async function publicKeyFor(patient: Patient, old: Buffer | null): Promise<PublicKey> {
  const left = old === null ? null : recoverPublicKey(old)
  const own = await keyOfPrivateHalf(patient)
  if (own === null) {
    if (left !== null) return left
    throw noRepair(patient.inspected.pair.name, 'no public key can be read from its files')
  }
  const comment = left?.blob.equals(own.blob) ? left.comment || own.comment : own.comment
  return { ...own, comment }
}

async function keyOfPrivateHalf(patient: Patient): Promise<PublicKey | null> {
  const { diagnosis, passphrase, files, deps } = patient
  if (diagnosis?.state !== 'usable') return null
  // The comment of an encrypted key can be read with the passphrase only, and is worth no question.
  if (diagnosis.publicKey !== null && (!diagnosis.encrypted || passphrase === undefined)) {
    return diagnosis.publicKey
  }
  const { path, read } = dataOf(files.privateFile, patient)
  const opened = await deps.worker.unlock(read.data, passphrase)
  if (!opened.ok) throw unlockError(path, opened)
  const inner = readEnvelope(opened.file)
  const section = inner.ok ? readPrivateSection(inner.envelope.sealed) : null
  opened.file.fill(0)
  const key = section === null ? null : parsePublicKeyBlob(section.publicBlob, section.comment)
  if (key !== null) return key
  throw new AppError(
    'unreadable',
    `The key in ${path} is damaged: its content does not fit together.`,
  )
}
