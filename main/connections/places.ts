/** Where a terminal or an editor is to connect to. */

import { AppError, assertNever } from '../contract/errors.ts'
import type { OpenEditorParams, SavedConnection, Target } from '../contract/methods.ts'
import { EDITOR_ALIAS } from '../system/links.ts'
import type { ConfigHosts } from './config-hosts.ts'
import { isSameTarget } from './same-place.ts'

export interface EditorPlace {
  readonly alias: string
  readonly folder: string
}

/** Pods keep what survives a restart there. */
const POD_FOLDER = '/workspace'

/**
 * The ssh config entry by which an editor reaches a connection or a host.
 *
 * @throws {AppError} `not-found` without an entry, `unsupported` for RunPod's proxy, `invalid-name`,
 *   `invalid-value`
 */
export async function editorPlace(
  params: Pick<OpenEditorParams, 'alias' | 'editor' | 'folder'>,
  connection: SavedConnection | null,
  configHosts: ConfigHosts,
): Promise<EditorPlace> {
  const editor = nameOfEditor(params.editor)
  if (connection !== null) refuseProxy(connection.target, editor)
  const entry = await findEntry(params.alias ?? null, connection, configHosts)
  if (entry === null) throw noEntry(editor, params.alias ?? connection?.name ?? '')
  refuseProxy(entry.target, editor)
  if (!EDITOR_ALIAS.test(entry.alias)) {
    throw new AppError(
      'invalid-name',
      `${editor} cannot be sent to “${entry.alias}”: in such a link a name may only hold the letters a to z, digits, “.”, “_” and “-”. Give the entry another name in the ssh config.`,
    )
  }
  const folder = params.folder ?? (entry.target.kind === 'runpod-direct' ? POD_FOLDER : '/')
  if (!folder.startsWith('/')) {
    throw new AppError(
      'invalid-value',
      `${editor} needs the whole path of the folder on the server, which starts with “/”, for example ${POD_FOLDER}.`,
    )
  }
  return { alias: entry.alias, folder }
}

/** By the name that was given, else by where it leads. */
async function findEntry(
  named: string | null,
  connection: SavedConnection | null,
  configHosts: ConfigHosts,
) {
  const alias = named ?? connection?.alias ?? null
  if (alias !== null) {
    const [entry] = await configHosts(alias)
    if (entry !== undefined) return entry
  }
  if (connection === null) return null
  const entries = await configHosts()
  return entries.find(({ target }) => isSameTarget(target, connection.target)) ?? null
}

function refuseProxy({ kind }: Target, editor: string): void {
  if (kind !== 'runpod-proxy') return
  throw new AppError(
    'unsupported',
    `RunPod’s proxy (ssh.runpod.io) gives a terminal only, so ${editor} cannot connect through it. Use “SSH over exposed TCP” instead: on RunPod open your pod, choose Connect and copy that command. If it is not there, edit the pod and add TCP port 22, then save the new command here.`,
  )
}

function noEntry(editor: string, what: string): AppError {
  return new AppError(
    'not-found',
    `${editor} finds servers by their name in your ssh config, and there is no entry for “${what}” yet. Add it to the ssh config first, then open the editor again.`,
  )
}

function nameOfEditor(editor: OpenEditorParams['editor']): string {
  switch (editor) {
    case 'vscode':
      return 'VS Code'
    case 'vscode-insiders':
      return 'VS Code Insiders'
    case 'cursor':
      return 'Cursor'
    case 'windsurf':
      return 'Windsurf'
    default:
      return assertNever(editor)
  }
}
