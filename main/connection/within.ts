/** A time limit and a way to cancel for anything that might never answer. */

export { within } from '../system/within.ts'
