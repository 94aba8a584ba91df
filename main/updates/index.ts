/** Whether there is a newer Keypilot: asked only when the person wants it, and nothing is ever fetched. */

export { checkForUpdate, type UpdateOptions } from './check-for-update.ts'
