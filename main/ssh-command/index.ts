/** SSH commands: read what people paste, write what they copy. */

export { judgeTarget } from './judge.ts'
export { parseSshCommand } from './parse.ts'
export { renderSshCommand } from './render.ts'
export { type Environment, expandHome } from './shell-path.ts'
export { sshArguments } from './ssh-arguments.ts'
