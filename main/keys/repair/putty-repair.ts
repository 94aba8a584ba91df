/** Converts a PuTTY key to a new OpenSSH pair in the ssh folder; the `.ppk` file stays. */

import { basename, join } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import { importKey, inspectImport } from '../import/import.ts'
import { dataOf, note, type Patient, type Recipe, type RepairContext } from './recipe.ts'

const STAYS = note(
  'putty-file-stays',
  'info',
  'The PuTTY file stays',
  'PuTTY and WinSCP go on using it. Both files are the same key: remove them together when you no longer want it.',
)

export async function puttyRecipe(patient: Patient): Promise<Recipe> {
  const { path } = dataOf(patient.files.privateFile, patient)
  const { deps, passphrase, signal } = patient
  const quiet = { signal, progress: () => {} }
  const source = passphrase === undefined ? { path } : { path, passphrase }
  const preview = await inspectImport(deps, source, quiet)
  if (preview.kind === 'locked') {
    throw new AppError(
      'passphrase-needed',
      `${path} is protected by a passphrase. Enter it to convert the key; the new file gets the same one.`,
    )
  }
  const name = preview.suggestedName
  const target = join(deps.paths.sshDir, name)
  const protection = preview.encrypted ? ', protected by the same passphrase' : ''
  return {
    title: 'Convert the PuTTY key to OpenSSH’s format',
    steps: [
      { path: target, before: 'No file', after: `The private key${protection}` },
      { path: `${target}.pub`, before: 'No file', after: 'The public half' },
    ],
    notes: [
      STAYS,
      ...(preview.existing === null ? [] : [alreadyThere(preview.existing.path)]),
      ...preview.problems,
    ],
    apply: async (context) => {
      const pair = await importKey(deps, { ...source, name }, asRepair(context))
      const { privateKeyPath, publicKeyPath } = pair
      return { privateKeyPath, publicKeyPath }
    },
  }
}

function alreadyThere(path: string) {
  const detail = `${path} holds the same key already, so you may not need another file.`
  return note('same-key-exists', 'info', `The key is there as ${basename(path)}`, detail)
}

/** Progress is told under the name of the call that the person made. */
function asRepair(context: RepairContext): RepairContext {
  return {
    signal: context.signal,
    progress: ({ progress }) => {
      if (progress.kind === 'working') context.progress({ method: 'keys.repair', progress })
    },
  }
}
