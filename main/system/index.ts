/** The computer around us: programs, the agent, pages to open, terminals. */

export { checkTerminal, findTerminal, findTerminals, isSame } from './find-terminal.ts'
export { type SystemInfoOptions, systemInfo } from './info.ts'
export { EDITOR_ALIAS, editorUrl, linkUrl, mayOpen } from './links.ts'
export { run } from './run.ts'
export { isPathFromSsh, withoutSshEscapes } from './ssh-escapes.ts'
export { listTerminals, openTerminal } from './terminal.ts'
export { type FolderWatch, watchFolders } from './watch-folders.ts'
