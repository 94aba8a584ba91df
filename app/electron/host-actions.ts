/** What only the desktop can do: open a page in the browser, show a file in the file manager. */

import { stat } from 'node:fs/promises'
import { shell } from 'electron'
import type { HostActions } from '../../main/app.ts'

export function hostActions(): HostActions {
  return {
    kind: 'electron',
    async openLink(url) {
      // The addresses are ours, by id. This holds even if one of them were not.
      if (!url.startsWith('https://')) return false
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
