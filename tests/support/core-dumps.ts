/** Core dumps, allowed and found: what the system writes of a process that dies. Linux only. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Why none can be looked at here; null when they can. */
export function whyNoCoreDumps(): string | null {
  if (process.platform !== 'linux') return 'core dumps are looked at as Linux writes them'
  const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'latin1').trim()
  // Given to another program, or to a folder of the system, a dump is not ours to look at.
  if (/^[|/]/.test(pattern)) return `core dumps go to “${pattern}” on this system`
  const hard = /^Max core file size +\S+ +(\S+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))
  return hard?.[1] === 'unlimited' ? null : 'this system allows no core dumps'
}

/** A program at `path` that starts another one as someone does who wants core dumps. */
export function allowCoreDumps(path: string, program: string): string {
  const quoted = `'${program.replaceAll("'", "'\\''")}'`
  writeFileSync(path, `#!/bin/sh\nulimit -S -c unlimited\nexec ${quoted} "$@"\n`, { mode: 0o755 })
  return path
}

export interface CoreDump {
  readonly file: string
  readonly content: Buffer
}

/** In a folder itself: it is the one that the process worked in. */
export function coreDumpsIn(folder: string): readonly CoreDump[] {
  return readdirSync(folder)
    .filter((name) => /^core(?:\.|$)/.test(name))
    .map((name) => join(folder, name))
    .map((file) => ({ file, content: readFileSync(file) }))
}

/** Text as JavaScript holds it: one byte or two for each character. */
export function holds({ content }: CoreDump, text: string): boolean {
  return content.includes(text, 0, 'latin1') || content.includes(text, 0, 'utf16le')
}
