/** Reads what RunPod shows, or what people make of it, into a target. */

import type { ParsedSshCommand } from '../contract/methods.ts'
import { clean } from './clean.ts'
import { findCommands } from './find-commands.ts'
import { EMPTY_READING, type Note } from './reading.ts'
import { judge } from './verdict.ts'

/**
 * Never throws; takes time linear in the text. Of several commands the most useful one is taken:
 * a direct connection to a pod, then any other server, then RunPod's proxy, which is a terminal only.
 */
export function parseSshCommand(text: string): ParsedSshCommand {
  const cleaned = clean(text)
  const readings = findCommands(cleaned.lines)
  const [first] = readings
  if (first === undefined) {
    const isEmpty = cleaned.lines.every((line) => line.trim() === '')
    const code = isEmpty ? 'empty' : (nameOfStart(cleaned.lines) ?? 'not-a-command')
    return judge({ ...EMPTY_READING, notes: [{ code, about: '' }] }, cleaned.notes)
  }
  const judged = readings.map((reading) => ({ reading, parsed: judge(reading) }))
  const usable = judged.filter(({ parsed }) => parsed.target !== null)
  const best = usable.toSorted((a, b) => rank(a.parsed) - rank(b.parsed))[0]
  const start = best === undefined ? nameOfStart(cleaned.lines) : null
  if (start !== null) {
    return judge({ ...EMPTY_READING, notes: [{ code: start, about: '' }] }, cleaned.notes)
  }
  // Without a usable one, a real command says more than a word of prose that looks like an address.
  const chosen = best ?? judged.find(({ parsed }) => parsed.form !== 'unknown') ?? judged[0]
  const notes = [
    ...cleaned.notes,
    ...choiceNotes(
      usable.map(({ parsed }) => parsed),
      best?.parsed,
    ),
  ]
  return judge(chosen?.reading ?? first, notes)
}

const DEAD_VARIABLE = /(?<!\w)(?:RUNPOD_)?SSH_PUBLIC_KEY(?!\w)/
const START_COMMAND =
  /\bservice\s{1,8}sshd?\s{1,8}(?:re)?start\b|\bauthorized_keys\b|(?<!\w)PUBLIC_KEY(?!\w)/

/** What belongs into a pod's settings, not into a terminal; null when it is nothing of that kind. */
function nameOfStart(lines: readonly string[]): 'dead-variable' | 'start-command' | null {
  if (lines.some((line) => DEAD_VARIABLE.test(line))) return 'dead-variable'
  return lines.some((line) => START_COMMAND.test(line)) ? 'start-command' : null
}

/** Lower is better. */
function rank({ kind, form }: ParsedSshCommand): number {
  const byKind = kind === 'runpod-direct' ? 0 : kind === 'runpod-proxy' ? 20 : 10
  // A command can name a key and options; a mapping or an address cannot.
  return byKind + (form === 'ssh' ? 0 : form === 'mapping' || form === 'address' ? 2 : 1)
}

function choiceNotes(
  usable: readonly ParsedSshCommand[],
  best: ParsedSshCommand | undefined,
): readonly Note[] {
  if (!best) return []
  const others = usable.filter((one) => where(one) !== where(best))
  if (others.length === 0) return []
  if (best.kind !== 'runpod-proxy' && others.every(({ kind }) => kind === 'runpod-proxy')) {
    return [{ code: 'direct-preferred', about: where(best) }]
  }
  return [{ code: 'several-commands', about: where(best) }]
}

function where({ target }: ParsedSshCommand): string {
  return target ? `${target.user}@${target.host}:${target.port}` : ''
}
