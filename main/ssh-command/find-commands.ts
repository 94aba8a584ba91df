/** Finds the commands, port mappings and addresses in a pasted text, among labels, prompts and prose. */

import { readArguments } from './arguments.ts'
import { sshDestination } from './destination.ts'
import { isProgram } from './grammar.ts'
import { EMPTY_READING, type Note, type Reading } from './reading.ts'
import { tokenize } from './tokenize.ts'
import type { Word } from './words.ts'

/** A program name as a word of its own, perhaps with a path in front and `.exe` behind. */
const PROGRAM = /(?:^|[\s:>$#%&|;(*"'`“‘❯➜λ/\\])(ssh|scp|sftp|rsync)(?:\.exe)?(?=["'”’]?\s)/
const PROGRAM_ANY_CASE = /^\W{0,4}(ssh|scp|sftp)(?:\.exe)?\s+(?=\S*@|-)/i
const PROMPT_END = /[$#%>❯➜λ»~]$/
const OPENING_MARK = /(?:[`"'“‘(]|\*{1,2})$/
const CLOSING_MARKS: Readonly<Record<string, string>> = { '“': '”', '‘': '’', '(': ')' }
const ARROW = /[-–—=]{1,2}>|[→➔➜⟶⇒]/
const NAMED_HOST = /^(?:[\w-]{1,63}\.)+[\w-]{1,63}\.?$|^\[[0-9A-Fa-f:.]+(?:%\w+)?\]$|^localhost$/
/** Longer lines than this are no address, and are not searched for one. */
const MAX_ADDRESS_LINE = 1_024

/** Nobody pastes more on purpose; a log of a whole day must not keep the app busy. */
const MAX_COMMANDS = 200
/** What no command, mapping or address is without: skips the other lines of a long text cheaply. */
const MAY_BE_COMMAND = /[@:]|ssh|scp|sftp|rsync/i

/** Every command, mapping or address of the lines, in order. */
export function findCommands(lines: readonly string[]): Reading[] {
  const readings: Reading[] = []
  for (let index = 0; index < lines.length && readings.length < MAX_COMMANDS; index += 1) {
    const line = lines[index]?.trim() ?? ''
    if (!MAY_BE_COMMAND.test(line)) continue
    const wrapped = joinWrapped(line, lines, index)
    const reading = readLine(wrapped.line)
    index += wrapped.taken
    if (reading === null) continue
    const notes = wrapped.taken > 0 ? [...reading.notes, note('wrapped', '')] : reading.notes
    readings.push({ ...reading, notes })
  }
  return readings
}

/** A command's options may have been wrapped onto lines of their own by a mail or a narrow window. */
function joinWrapped(line: string, lines: readonly string[], index: number) {
  if (!PROGRAM.test(line)) return { line, taken: 0 }
  const parts = [line]
  for (let next = index + 1; next < lines.length; next += 1) {
    const text = lines[next]?.trim() ?? ''
    if (!/^-[A-Za-z]/.test(text) || PROGRAM.test(text)) break
    parts.push(text)
  }
  return { line: parts.join(' '), taken: parts.length - 1 }
}

function readLine(line: string): Reading | null {
  const match = PROGRAM.exec(line) ?? PROGRAM_ANY_CASE.exec(line)
  const name = match?.[1]?.toLowerCase()
  if (!match || name === undefined || !isProgram(name)) return readAddressLine(line)
  const start = match.index + match[0].lastIndexOf(match[1] ?? '')
  const end = match.index + match[0].length
  // `"C:\\…\\ssh.exe" root@…`: the quote that closes the program's path is no argument.
  const body = line.slice(end).replace(/^["'”’](?=\s)/, '')
  const frame = takeFrame(line.slice(0, start).trimEnd(), body)
  const words = tokenize(frame.body)
  const reading = readArguments(name, words.words)
  const notes = [...frame.notes, ...reading.notes]
  if (words.unclosedQuote) notes.push(note('unclosed-quote', ''))
  if (words.rest.trim() !== '') notes.push(note('rest-ignored', words.rest.trim()))
  if (/["'].*[“”„‟‘‚‛]|[“”„‟‘‚‛]/.test(frame.body.slice(0, MAX_ADDRESS_LINE))) {
    notes.push(note('typographic-quotes', ''))
  }
  return { ...reading, notes }
}

/** What stands around a command: a prompt before it, or marks on both sides. */
function takeFrame(prefix: string, body: string): { body: string; notes: readonly Note[] } {
  const mark = OPENING_MARK.exec(prefix)?.[0]
  if (mark !== undefined) {
    const closing = CLOSING_MARKS[mark] ?? mark
    const last = body.lastIndexOf(closing)
    const onlyPunctuationFollows = /^[\s,;.:)}\]]*$/.test(body.slice(last + 1, last + 12))
    const at = onlyPunctuationFollows ? last : body.indexOf(closing)
    if (at < 0) return { body, notes: [] }
    return { body: body.slice(0, at), notes: [note('code-marks', '')] }
  }
  if (PROMPT_END.test(prefix)) return { body, notes: [note('prompt', prefix)] }
  return { body, notes: [] }
}

function readAddressLine(line: string): Reading | null {
  if (line.length > MAX_ADDRESS_LINE) return null
  const bare = line
    .replace(/^(?:PS\s[^>]*>|[$#%>❯➜λ»*•-]\s)\s*/, '')
    .replace(/^[`"'“]|[`"'”,;.]+$/g, '')
  const mapping = readMapping(bare)
  if (mapping) return mapping
  const words = tokenize(bare).words
  const [first] = words
  if (first === undefined) return null
  if (words.length > 1 && isArgumentLine(words)) {
    const reading = readArguments('ssh', words)
    return { ...reading, notes: [note('program-missing', ''), ...reading.notes] }
  }
  for (const word of words.toReversed()) {
    const reading = readAddress(word.text, words.length === 1)
    if (reading) return reading
  }
  return /^https?:\/\//i.test(first.text)
    ? { ...EMPTY_READING, notes: [note('web-address', first.text)] }
    : null
}

/** `root@203.0.113.7 -p 123` without its `ssh`. */
function isArgumentLine(words: readonly Word[]): boolean {
  const [first, second] = words
  if (first === undefined || second === undefined) return false
  const isOption = (word: Word) => /^-[A-Za-z]/.test(word.text)
  return first.text.includes('@')
    ? isOption(second)
    : isOption(first) && words.some((word) => /^[^@\s]+@[^@\s]+$/.test(word.text))
}

/** `213.173.109.39:13007 → :22`, as the console shows a port mapping. */
function readMapping(line: string): Reading | null {
  // `TCP port ->  69.48.159.6:25634 -> :22`: the arrow that follows the address counts.
  const parts = line.split(ARROW).map((part) => part.trim())
  for (let index = 0; index + 1 < parts.length; index += 1) {
    const outside = /(\S+):(\w+)$/.exec(parts[index] ?? '')
    const inside = /^(?:\S*:)?(\d{1,5})(?:\/tcp)?\b/i.exec(parts[index + 1] ?? '')
    if (!outside || !inside) continue
    const { host } = sshDestination(outside[1] ?? '')
    const reading = { ...EMPTY_READING, form: 'mapping', host, port: outside[2] ?? null } as const
    if (inside[1] === '22') return { ...reading, notes: [note('user-assumed', '')], user: 'root' }
    return { ...reading, notes: [note('mapping-not-ssh', inside[1] ?? '')] }
  }
  return null
}

/** `203.0.113.7:22001`, `root@203.0.113.7:22001`, `ssh://…`; alone on its line also `user@host`. */
function readAddress(word: string, alone: boolean): Reading | null {
  const uri = /^ssh:\/\//i.test(word)
  const { user, host, port, notes } = sshDestination(word)
  const named = NAMED_HOST.test(host) || NAMED_HOST.test(`[${host}]`)
  if (!uri && !(named && (port !== null || (alone && user !== null)))) return null
  if (!uri && port !== null && !/^(?:\d{1,6}|[A-Z_]{2,}|<.*>)$/.test(port)) return null
  return {
    ...EMPTY_READING,
    form: 'address',
    user: user ?? 'root',
    host,
    port,
    // An address is no command, so its colon is in the right place.
    notes: [
      ...notes.filter(({ code }) => code === 'typographic-dash'),
      ...(user === null ? [note('user-assumed', '')] : []),
    ],
  }
}

function note(code: Note['code'], about: string): Note {
  return { code, about }
}
