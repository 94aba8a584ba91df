/** The only door from the interface to `main/`: types, and nothing that runs. */

export type * from '../main/contract/methods.ts'
