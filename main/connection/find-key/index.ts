/** Which key a server accepts, without using any private one. */

export { createKeyFinder, type KeyFinder, type KeyFinderOptions } from './key-finder.ts'
