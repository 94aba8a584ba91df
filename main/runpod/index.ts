/** What Keypilot knows about RunPod itself. */

export { buildStartCommand } from './start-command.ts'
