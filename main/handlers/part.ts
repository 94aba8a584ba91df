/** Each file here serves some of the methods. */

import type { Handlers } from '../contract/dispatch.ts'

export type Part<M extends keyof Handlers> = Pick<Handlers, M>
