/**
 * The only addresses Keypilot opens: web pages by their id, and editors with a host of the ssh
 * config. No address from outside is ever followed.
 */

import { posix } from 'node:path'
import type { EditorName, LinkId } from '../contract/methods.ts'

const LINKS: Readonly<Record<LinkId, `https://${string}`>> = {
  'runpod-settings': 'https://console.runpod.io/user/settings',
  'runpod-pods': 'https://console.runpod.io/pods',
  'runpod-serverless': 'https://console.runpod.io/serverless',
  'runpod-ssh-docs': 'https://docs.runpod.io/pods/configuration/use-ssh',
  'openssh-windows':
    'https://learn.microsoft.com/windows-server/administration/openssh/openssh_install_firstuse',
  project: 'https://github.com/keypilot/keypilot',
  releases: 'https://github.com/keypilot/keypilot/releases',
}

export function linkUrl(id: LinkId): string {
  return LINKS[id]
}

/** A name that is the same in ssh's config, in an address and to every editor. */
export const EDITOR_ALIAS = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/

/** Exactly what `editorUrl` makes: no `..` either, which would lead out of the host's name. */
const EDITOR_URL =
  /^(?!.*(?:\/\.{1,2}(?:\/|$)|%2E))(?:vscode|vscode-insiders|cursor|windsurf):\/\/vscode-remote\/ssh-remote\+[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/(?:[A-Za-z0-9._-]|%[0-9A-F]{2})*)+$/

/**
 * The address that makes an editor connect by an ssh config entry and open a folder there, as VS
 * Code's Remote - SSH and its relatives read it (`<editor>://vscode-remote/ssh-remote+<host><path>`).
 *
 * @param alias must fit `EDITOR_ALIAS`
 * @param folder an absolute path on the server; `..` in it is resolved
 */
export function editorUrl(editor: EditorName, alias: string, folder: string): string {
  if (!EDITOR_ALIAS.test(alias)) throw new Error('an alias that no editor link may hold')
  const path = posix.normalize(`/${folder}`).split('/').filter(Boolean).map(encodePart).join('/')
  return `${editor}://vscode-remote/ssh-remote+${alias}/${path}`
}

/** Everything but letters, digits and `.`, `_`, `-` as `%XX` of its UTF-8 bytes. */
function encodePart(part: string): string {
  return Array.from(Buffer.from(part, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte)
    return /[A-Za-z0-9._-]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
}

/** What a host may hand to the system to open: one of our pages, or an editor's address. */
export function mayOpen(url: string): boolean {
  return (Object.values(LINKS) as string[]).includes(url) || EDITOR_URL.test(url)
}
