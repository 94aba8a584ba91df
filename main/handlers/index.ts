/** From the contract's methods to the services behind them. */

export { commandHandlers } from './commands.ts'
export { connectionHandlers } from './connections.ts'
export { helpHandlers } from './help.ts'
export { hostHandlers } from './host.ts'
export { agentHandlers, backupHandlers, keyHandlers, publicKeyHandlers } from './keys.ts'
export { permissionHandlers } from './permissions.ts'
export { programHandlers } from './programs.ts'
export { passwordAccessHandlers, runpodHandlers } from './runpod.ts'
export { sshConfigHandlers } from './ssh-config.ts'
