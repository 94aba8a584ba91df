/** The computer around us: programs, the agent, pages to open, terminals. */

export { type SystemInfoOptions, systemInfo } from './info.ts'
export { linkUrl } from './links.ts'
export { run } from './run.ts'
export { findTerminal, openTerminal } from './terminal.ts'
