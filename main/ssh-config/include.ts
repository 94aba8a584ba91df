/** The files that an `Include` line names (ssh_config(5), Include; readconf.c, oInclude). */

import { decodeValue } from './document.ts'
import { expandTilde, expandTokens } from './expand.ts'
import { glob } from './glob.ts'
import { pathsOf, type Surroundings } from './surroundings.ts'
import type { Directive } from './words.ts'

/** Includes within includes; ssh ends with an error beyond. (READCONF_MAX_DEPTH) */
export const MAX_INCLUDE_DEPTH = 16

/**
 * The existing files of an `Include` line, in the order in which ssh reads them. Relative paths lie
 * in the ssh folder. Tokens and variables are expanded as newer versions of ssh do (9.2 takes them
 * literally); a path that depends on the host is left out.
 */
export async function resolveIncludes(
  { words }: Directive,
  around: Surroundings,
): Promise<readonly string[]> {
  const { isAbsolute, join } = pathsOf(around)
  const found: string[] = []
  for (const word of words) {
    const value = decodeValue(word.value)
    const expanded = value === null ? null : expandTokens(value, around)
    const path = expanded === null ? null : expandTilde(expanded, around)
    if (path === null || path === '') continue
    found.push(...(await glob(isAbsolute(path) ? path : join(around.sshDir, path), around)))
  }
  return found
}
