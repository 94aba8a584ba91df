/** Repairs what happened around a private key: line endings, marks, spaces, lost line breaks. */

import { secureNewFile } from '../../permissions/index.ts'
import { changeFiles } from '../../storage/index.ts'
import { repairedText } from './offers.ts'
import { provePrivateFile } from './prove.ts'
import { type DataFile, dataOf, noRepair, type Patient, type Recipe } from './recipe.ts'

const UNCHANGED = 'The key itself stays as it is'

/** Before and after, by the problem's code. */
const WORDS: { readonly [code: string]: readonly [string, string] } = {
  crlf: ['Windows line endings', 'Unix line endings'],
  'no-final-newline': ['The last line has no line end', 'The last line has a line end'],
  bom: ['An invisible mark (BOM) before the key', 'The key from the first byte on'],
  utf16: ['UTF-16, two bytes for each character', 'Plain text'],
  'leading-blank-line': ['Empty lines before the key', 'The key from the first line on'],
  'text-before-key': ['Other text before the key', 'The key alone'],
  indented: ['Spaces before the lines', 'No spaces before the lines'],
  'trailing-spaces': ['Spaces after the lines', 'No spaces after the lines'],
  'one-line': ['Line breaks lost', 'The lines that ssh expects'],
  truncated: ['The end of the last line is missing', 'The last line is whole'],
  'missing-markers': ['The BEGIN or END line is missing', 'Both lines are there'],
  'changed-dashes': ['Other characters in place of the dashes', 'Five dashes around BEGIN and END'],
}
const OTHERWISE = ['Not as ssh can read it', 'As ssh can read it'] as const

export async function textRecipe(patient: Patient): Promise<Recipe> {
  const file = dataOf(patient.files.privateFile, patient)
  const { name } = patient.inspected.pair
  const repaired = await repairedText(file.read.data)
  if (repaired === null) {
    throw noRepair(
      name,
      'a part of the key is missing or was changed, and nothing can bring it back',
    )
  }
  const [before, after] = WORDS[patient.problem] ?? OTHERWISE
  return {
    title: 'Repair the text around the key',
    steps: [{ path: file.path, before, after: `${after}. ${UNCHANGED}` }],
    notes: [],
    apply: async () => {
      await replacePrivate(patient, file, repaired.file, {
        title: `Repaired the key ${name}`,
        publicBlob: repaired.diagnosis.publicKey?.blob ?? null,
      })
      return { privateKeyPath: file.path, publicKeyPath: patient.files.publicFile?.path ?? null }
    },
  }
}

/** An Ed25519 key in PKCS#8, which older versions of ssh cannot read. */
export async function opensshFormatRecipe(patient: Patient): Promise<Recipe> {
  const file = dataOf(patient.files.privateFile, patient)
  const { name, comment } = patient.inspected.pair
  const options = { passphrase: undefined, newPassphrase: undefined, comment }
  const result = await patient.deps.worker.rewrite(file.read.data, options, patient.signal)
  if (!result.ok) throw noRepair(name, 'its content does not fit together')
  return {
    title: 'Rewrite the key in OpenSSH’s format',
    steps: [
      {
        path: file.path,
        before: 'PKCS#8, which your version of ssh cannot read for this type',
        after: `OpenSSH’s own format. ${UNCHANGED}`,
      },
    ],
    notes: [],
    apply: async () => {
      const { privateFile, publicBlob } = result
      const title = `Rewrote the key ${name} in OpenSSH’s format`
      await replacePrivate(patient, file, privateFile, { title, publicBlob })
      return { privateKeyPath: file.path, publicKeyPath: patient.files.publicFile?.path ?? null }
    },
  }
}

async function replacePrivate(
  { deps, passphrase, signal }: Patient,
  { path, read }: DataFile,
  data: Buffer,
  { title, publicBlob }: { readonly title: string; readonly publicBlob: Buffer | null },
): Promise<void> {
  await changeFiles(deps.paths, [{ kind: 'replace', path, data, expected: read.data }], {
    title,
    secureNewFile,
    verify: async (staged) => {
      const copy = staged.get(path)
      if (copy === undefined) throw new Error('the repaired copy was not staged')
      await provePrivateFile(deps.paths, copy, { publicBlob, passphrase, signal })
    },
  })
}
