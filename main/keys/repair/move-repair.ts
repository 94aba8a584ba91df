/** Puts a key that lies under the wrong name where it belongs. */

import { lstat } from 'node:fs/promises'
import { AppError } from '../../contract/errors.ts'
import { secureNewFile } from '../../permissions/index.ts'
import { formatPublicKeyLine, type PublicKey, parsePublicKeyLine } from '../../public-keys/index.ts'
import { changeFiles, errnoOf, type FileStep, fileError } from '../../storage/index.ts'
import { diagnoseBytes } from '../diagnose.ts'
import { readPublicKeyFile } from '../inspect.ts'
import { recoverPublicKey } from '../listing/public-file.ts'
import { readKeyFile } from '../read-key-file.ts'
import { provePrivateFile, provePublicFile } from './prove.ts'
import { type DataFile, dataOf, noRepair, note, type Patient, type Recipe } from './recipe.ts'

const EXPOSED = note(
  'private-key-was-exposed',
  'warning',
  'Other people may have this key',
  'Files that end in .pub are made to be shared. If this one was ever pasted, sent or copied anywhere, make a new key and remove this one from every server.',
)
const WRONG_PLACE = 'A public key where a private one is expected'
const TO_BACKUPS = 'Moved to the backups'

/** A public key that was saved where a private one is expected: it gets the ending `.pub`. */
export async function publicNameRecipe(patient: Patient): Promise<Recipe> {
  const file = dataOf(patient.files.privateFile, patient)
  const { name } = patient.inspected.pair
  const key = recoverPublicKey(file.read.data)
  if (key === null) throw noRepair(name, 'no public key can be read from it')
  const target = `${file.path}.pub`
  if (!(await isTaken(target))) return namingRecipe(patient, file, key)
  const there = await readPublicKeyFile(target)
  if (!there?.blob.equals(key.blob)) throw taken(target)
  return secondCopyRecipe(patient, file)
}

function secondCopyRecipe({ deps, inspected }: Patient, { path }: DataFile): Recipe {
  return {
    title: 'Remove the second copy of the public key',
    steps: [{ path, before: WRONG_PLACE, after: TO_BACKUPS }],
    notes: [],
    apply: async () => {
      const title = `Removed the copy ${inspected.pair.name}`
      await changeFiles(deps.paths, [{ kind: 'remove', path }], { title })
      return { privateKeyPath: null, publicKeyPath: `${path}.pub` }
    },
  }
}

function namingRecipe(patient: Patient, { path, read }: DataFile, key: PublicKey): Recipe {
  const target = `${path}.pub`
  const isLine = parsePublicKeyLine(read.data.toString('utf8').split('\n', 1)[0] ?? '') !== null
  const data = Buffer.from(`${formatPublicKeyLine(key)}\n`)
  const steps: readonly FileStep[] = isLine
    ? [{ kind: 'move', from: path, to: target }]
    : [
        { kind: 'create', path: target, data, mode: 0o644 },
        { kind: 'remove', path },
      ]
  const after = isLine ? `Renamed to ${target}` : TO_BACKUPS
  return {
    title: 'Give the public key its own name',
    steps: [
      { path, before: WRONG_PLACE, after },
      { path: target, before: 'No file', after: `The public key ${key.fingerprint.sha256}` },
    ],
    notes: [],
    apply: async ({ signal }) => {
      await changeFiles(patient.deps.paths, steps, {
        title: `Gave the public key ${patient.inspected.pair.name} the ending .pub`,
        verify: async (staged) => {
          const copy = staged.get(target)
          if (copy !== undefined) await provePublicFile(copy, key.blob, signal)
        },
      })
      return { privateKeyPath: null, publicKeyPath: target }
    },
  }
}

/** A private key in a `.pub` file: it gets a name without, and only this account may read it. */
export async function privateNameRecipe(patient: Patient): Promise<Recipe> {
  const { path, read } = dataOf(patient.files.publicFile, patient)
  const base = path.replace(/\.pub$/, '')
  const inPlace = (await bytesAt(base))?.equals(read.data) === true
  const target = inPlace ? base : await freePath(base)
  const create: FileStep = {
    kind: 'create',
    path: target,
    data: read.data,
    mode: 0o600,
    secure: true,
  }
  const steps: readonly FileStep[] = [...(inPlace ? [] : [create]), { kind: 'remove', path }]
  const gone = { path, before: 'A private key in a file made to be shared', after: TO_BACKUPS }
  const made = { path: target, before: 'No file', after: 'The private key, for your account only' }
  return {
    title: 'Move the private key to a file of its own',
    steps: inPlace ? [gone] : [made, gone],
    notes: [EXPOSED],
    apply: async ({ signal }) => {
      await changeFiles(patient.deps.paths, steps, {
        title: `Moved the private key out of ${path}`,
        secureNewFile,
        verify: (staged) => proveMoved(patient, staged.get(target), read.data, signal),
      })
      return { privateKeyPath: target, publicKeyPath: null }
    },
  }
}

/** A damaged key is moved as it is: what is wrong with it is said, and repaired, under its new name. */
async function proveMoved(
  { deps, passphrase }: Patient,
  copy: string | undefined,
  data: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const diagnosis = await diagnoseBytes(data)
  if (copy === undefined || diagnosis.state !== 'usable') return
  const publicBlob = diagnosis.publicKey?.blob ?? null
  await provePrivateFile(deps.paths, copy, { publicBlob, passphrase, signal })
}

/** The `.pub` file of `base` itself is the one that goes. */
async function freePath(base: string): Promise<string> {
  if (!(await isTaken(base))) return base
  let number = 2
  const path = () => `${base}_${number}`
  while ((await isTaken(path())) || (await isTaken(`${path()}.pub`))) number++
  return path()
}

/** Anything counts, also a link that leads nowhere. */
async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw fileError(error, 'look at', path)
  }
}

async function bytesAt(path: string): Promise<Buffer | null> {
  const read = await readKeyFile(path)
  return read.kind === 'data' ? read.data : null
}

function taken(path: string): AppError {
  return new AppError(
    'already-exists',
    `There is another key at ${path} already, and Keypilot never overwrites one. Rename one of the two first.`,
  )
}
