/** SSH commands: read what people paste, write what they copy. */

export { checkAlias } from './host-block.ts'
export { judgeTarget } from './judge.ts'
export { configTokens } from './option-text.ts'
export { parseSshCommand } from './parse.ts'
export { podIdOf, RUNPOD_PROXY } from './provider.ts'
export { renderSshCommand } from './render.ts'
export { type Environment, expandHome } from './shell-path.ts'
export { aliasArguments, identityArguments, sshArguments } from './ssh-arguments.ts'
