/** Reads the words after `ssh`, `scp`, `sftp` or `rsync` as the program itself would, into a Reading. */

import { copyDestination, type Destination, sshDestination } from './destination.ts'
import {
  DANGEROUS_LETTERS,
  DANGEROUS_OPTIONS,
  GRAMMARS,
  PLAIN_LETTERS,
  type Program,
  SSH_OPTION_NAMES,
} from './grammar.ts'
import { parseConfigOption } from './option-text.ts'
import { digitsOf, spacedPort } from './port-words.ts'
import type { ProblemCode } from './problems.ts'
import { EMPTY_READING, type Reading } from './reading.ts'
import { tokenize } from './tokenize.ts'
import type { Word } from './words.ts'

export function readArguments(program: Program, words: readonly Word[]): Reading {
  return new ArgumentReader(program, words).read()
}

class ArgumentReader {
  private readonly program: Program
  private readonly words: readonly Word[]
  private at = 0
  private optionsEnded = false
  private user: string | null = null
  private port: string | null = null
  private host: string | null = null
  private hostName: string | null = null
  private remoteShell: string | null = null
  private remoteCommand: string | null = null
  private readonly positionals: string[] = []
  private readonly identityFiles: string[] = []
  private readonly options: { name: string; value: string }[] = []
  private readonly forwards: string[] = []
  private readonly flags = new Set<string>()
  private readonly notes: { code: ProblemCode; about: string }[] = []

  constructor(program: Program, words: readonly Word[]) {
    this.program = program
    this.words = words
  }

  read(): Reading {
    while (this.remoteCommand === null) {
      const word = this.take()
      if (word === null) break
      if (this.optionsEnded || !this.isOption(word)) this.readPositional(word.text)
      else if (word.text === '--') this.optionsEnded = true
      else this.readOption(this.straighten(word.text))
    }
    this.findRemoteSide()
    if (this.remoteShell !== null) this.readRemoteShell(this.remoteShell)
    return {
      ...EMPTY_READING,
      form: this.program,
      user: this.user,
      host: this.hostName ?? this.host,
      port: this.port,
      identityFiles: this.identityFiles,
      options: this.options,
      forwards: this.forwards,
      remoteCommand: this.remoteCommand,
      flags: this.flags,
      notes: this.notes,
    }
  }

  private take(): Word | null {
    const word = this.words[this.at]
    if (word === undefined) return null
    this.at += 1
    return word
  }

  private note(code: ProblemCode, about: string): void {
    this.notes.push({ code, about })
  }

  private isOption(word: Word): boolean {
    return /^(?:-|[‐‑‒–—―−](?=[A-Za-z46-]))./su.test(word.text)
  }

  /** A long dash that autocorrection made; from two hyphens when a long option of rsync follows. */
  private straighten(text: string): string {
    if (text.startsWith('-')) return text
    this.note('typographic-dash', text)
    const long = this.program === 'rsync' && /^[–—―][a-z]{2}/.test(text)
    return `${long ? '--' : '-'}${text.slice(1)}`
  }

  private readPositional(text: string): void {
    if (this.program !== 'ssh') this.positionals.push(text)
    else if (this.host === null) this.setDestination(sshDestination(this.joinAtSign(text)))
    else if (this.port === null && /^\d{1,6}$/.test(text) && this.at === this.words.length) {
      this.port = text
      this.note('bare-port', text)
    } else this.readCommand(text)
  }

  private readCommand(first: string): void {
    const rest = this.words.slice(this.at)
    const spaced = spacedPort(first, rest)
    if (spaced !== null) {
      this.at += spaced.taken
      this.note('port-spelling', spaced.text)
      this.setPort(spaced.port)
    } else this.remoteCommand = [first, ...rest.map(({ text }) => text)].join(' ')
  }

  private joinAtSign(text: string): string {
    const next = this.words[this.at]?.text
    if (next === undefined || next.startsWith('-')) return text
    if (!text.endsWith('@') && !next.startsWith('@')) return text
    this.at += 1
    this.note('space-at-sign', text + next)
    return text + next
  }

  /** ssh keeps the first user and port it meets, whether option or destination. */
  private setDestination(destination: Destination): void {
    this.user ??= destination.user
    this.port ??= destination.port
    this.host = destination.host
    this.notes.push(...destination.notes)
  }

  private readOption(text: string): void {
    const spelled = /^--?port(?:[=:]?(\d+))?$/i.exec(text)
    if (spelled && this.program !== 'rsync') {
      this.note('port-spelling', text)
      this.setPort(spelled[1] ?? this.valueOf('-p', ''))
    } else if (text.startsWith('--')) this.readLongOption(text.slice(2))
    else this.readLetters(text.slice(1))
  }

  private readLongOption(text: string): void {
    if (this.program !== 'rsync') {
      this.note('unknown-option', `--${text}`)
      return
    }
    const [, name = '', inline] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? []
    const takesValue = GRAMMARS.rsync.longWithValue.includes(name)
    const value = inline ?? (takesValue ? this.valueOf(`--${name}`, '') : null)
    if (name === 'rsh' && value !== null) this.remoteShell = value
  }

  /** A cluster such as `-Np22`: letters without a value, then at most one with. */
  private readLetters(letters: string): void {
    for (let index = 0; index < letters.length; index += 1) {
      const letter = letters.charAt(index)
      const rest = letters.slice(index + 1)
      if (this.isMistakenPort(letter, rest)) {
        const value = this.valueOf(`-${letter}`, rest)
        this.note('port-spelling', `-${letter} ${value ?? ''}`)
        this.setPort(value)
        return
      }
      if (GRAMMARS[this.program].withValue.includes(letter)) {
        const value = this.valueOf(`-${letter}`, rest)
        if (value !== null) this.applyLetter(letter, value)
        return
      }
      if (PLAIN_LETTERS[this.program].test(letter)) this.flags.add(letter)
      else {
        this.note('unknown-option', `-${letter}`)
        return
      }
    }
  }

  /** `-P` for ssh, or `-p` for scp and sftp, in front of a number. */
  private isMistakenPort(letter: string, rest: string): boolean {
    const mistaken = this.program === 'ssh' ? 'P' : 'p'
    if (letter !== mistaken || this.program === 'rsync') return false
    return /^\d{2,6}$/.test(rest === '' ? (this.words[this.at]?.text ?? '') : rest)
  }

  private valueOf(option: string, rest: string): string | null {
    if (rest !== '') return rest
    const word = this.take()
    if (word === null) this.note('option-value-missing', option)
    return word?.text ?? null
  }

  private setPort(value: string | null): void {
    if (value !== null) this.port ??= value
  }

  private applyLetter(letter: string, value: string): void {
    if (DANGEROUS_LETTERS[this.program].includes(letter)) {
      this.note('dangerous-option', `-${letter}`)
    } else if (letter === GRAMMARS[this.program].portLetter) this.setPort(this.cleanPort(value))
    else if (letter === 'e' && this.program === 'rsync') this.remoteShell = value
    else if (this.program === 'rsync') return
    else if (letter === 'i') this.identityFiles.push(value)
    else if (letter === 'o') this.applyConfigOption(value)
    else if (letter === 'l' && this.program === 'ssh') this.user ??= value
    else if (this.program === 'ssh' && 'LRDW'.includes(letter)) {
      this.forwards.push(`-${letter} ${value}`)
    } else if (this.program === 'ssh' || 'cJ'.includes(letter)) {
      this.options.push({ name: SSH_OPTION_NAMES[letter] ?? `-${letter}`, value })
    }
  }

  private cleanPort(value: string): string {
    const digits = digitsOf(value)
    if (digits === null) return value
    this.note('port-spelling', `-p${value}`)
    return digits
  }

  private applyConfigOption(text: string): void {
    const { name, value } = parseConfigOption(text)
    const key = name.toLowerCase()
    if (DANGEROUS_OPTIONS.has(key)) this.note('dangerous-option', name)
    else if (key === 'port') this.setPort(value)
    else if (key === 'user') this.user ??= value
    else if (key === 'hostname') this.hostName ??= value
    else if (key === 'identityfile') this.identityFiles.push(value.replaceAll('%%', '%'))
    else if (/^(?:local|remote|dynamic)forward$/.test(key))
      this.forwards.push(`-o ${name}=${value}`)
    else this.options.push({ name, value })
  }

  private findRemoteSide(): void {
    if (this.program === 'ssh') return
    const destination = copyDestination(this.program, this.positionals)
    if (destination) this.setDestination(destination)
  }

  /** `rsync -e "ssh -p N -i key"`. Quotes in it are rsync's own, and like a shell's for our purpose. */
  private readRemoteShell(text: string): void {
    const [shell, ...rest] = tokenize(text).words
    if (shell === undefined || !/(?:^|[\\/])ssh(?:\.exe)?$/.test(shell.text)) {
      this.note('remote-shell-ignored', text)
      return
    }
    const inner = readArguments('ssh', rest)
    this.setPort(inner.port)
    if (inner.user !== null) this.user ??= inner.user
    this.identityFiles.push(...inner.identityFiles)
    this.options.push(...inner.options)
    this.forwards.push(...inner.forwards)
    this.notes.push(...inner.notes)
  }
}
