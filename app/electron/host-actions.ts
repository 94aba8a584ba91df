/** What only the desktop can do: open a page in the browser or an editor, show a file in the file manager. */

import { stat } from 'node:fs/promises'
import { shell } from 'electron'
import type { HostActions } from '../../main/app.ts'
import { mayOpen } from '../../main/system/links.ts'
import { hostSecrets } from './secrets.ts'

export function hostActions(): HostActions {
  return {
    kind: 'electron',
    secrets: hostSecrets(),
    async openLink(url) {
      // The addresses are ours. This holds even if one of them were not.
      if (!mayOpen(url)) return false
      await shell.openExternal(url)
      return true
    },
    async reveal(path) {
      const folder = await stat(path).then(
        (found) => found.isDirectory(),
        () => null,
      )
      if (folder === null) return false
      if (folder) return (await shell.openPath(path)) === ''
      shell.showItemInFolder(path)
      return true
    },
  }
}
