/** What ssh 9.2 can be made to say here, each with a real server or a scripted one. */

import { LOCAL_SITUATIONS } from './situations-local.ts'
import { LOGIN_SITUATIONS } from './situations-login.ts'
import { NETWORK_SITUATIONS } from './situations-network.ts'
import { SESSION_SITUATIONS } from './situations-session.ts'
import type { World } from './world.ts'

/** Returns what was said, and the ports that stand in it. */
export type Situation = (
  world: World,
) => Promise<{ readonly text: string; readonly ports: readonly number[] }>

/** By the name of the file in `tests/vectors/ssh-output`. */
export const SITUATIONS: Readonly<Record<string, Situation>> = {
  ...NETWORK_SITUATIONS,
  ...LOCAL_SITUATIONS,
  ...LOGIN_SITUATIONS,
  ...SESSION_SITUATIONS,
}
