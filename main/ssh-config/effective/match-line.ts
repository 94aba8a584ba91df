/** `Match` lines: which criteria they have, and whether they hold (readconf.c, match_cfg_line). */

import { ownValue } from '../../system/own-value.ts'
import { shownValue } from '../document.ts'
import { type Directive, delimitedWords } from '../words.ts'
import { asciiLower, matchesPatternList } from './patterns.ts'

/** What the criteria are about, as far as it is known; null: it depends on a program. */
export interface MatchFacts {
  /** The host name so far: after `HostName` lines that apply. */
  readonly host: string | null
  readonly originalHost: string
  readonly user: string | null
  /** Null for an account without a name. */
  readonly localUser: string | null
  readonly tag: string | null
  readonly isFinalPass: boolean
}

export interface MatchResult {
  readonly matched: boolean | 'unknown'
  readonly why: string
  /** The line asks for a second pass over the config. */
  readonly wantsFinalPass: boolean
}

export interface Criterion {
  /** In lower case, without `!`. */
  readonly name: string
  readonly negated: boolean
  readonly argument: string
}

export type MatchLine = { readonly criteria: readonly Criterion[] } | { readonly fault: string }

/** ssh splits the line like all others since this version, and takes `host=x` for `host x`. */
const SPLITS_LIKE_OTHERS = 9.9

const SINCE: { readonly [criterion: string]: number } = {
  host: 0,
  originalhost: 0,
  user: 0,
  localuser: 0,
  exec: 0,
  tagged: 9.4,
  localnetwork: 9.4,
  command: 10.0,
  version: 10.0,
  sessiontype: 10.0,
}

/** The criteria of a line whose quotes are closed. */
export function readMatchLine(directive: Directive, sshVersion: number): MatchLine {
  const isNew = sshVersion >= SPLITS_LIKE_OTHERS
  const words = isNew
    ? directive.words.flatMap(({ value }) => splitAtEquals(value))
    : delimitedWords(directive.rest)
  const criteria: Criterion[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word.startsWith('#')) break
    const negated = word.startsWith('!')
    const name = asciiLower(negated ? word.slice(1) : word)
    if (name === 'all') {
      const next = words[at + 1]
      if (criteria.length > 1 || (next !== undefined && !next.startsWith('#'))) {
        return { fault: '“all” cannot be combined with other criteria of Match.' }
      }
      return { criteria: [...criteria, { name, negated, argument: '' }] }
    }
    const read = readCriterion(name, negated, words[at + 1], sshVersion)
    if ('fault' in read) return read
    criteria.push(read)
    if (!WITHOUT_ARGUMENT.has(name)) at++
  }
  return criteria.length > 0
    ? { criteria }
    : { fault: 'Match needs at least one criterion, such as host or user.' }
}

const WITHOUT_ARGUMENT: ReadonlySet<string> = new Set(['final', 'canonical'])

function splitAtEquals(word: string): readonly string[] {
  const [, name, argument] = /^(!?[A-Za-z]+)=(.*)$/s.exec(word) ?? []
  const isCriterion = name !== undefined && Object.hasOwn(SINCE, asciiLower(name.replace('!', '')))
  return isCriterion ? [name, argument ?? ''] : [word]
}

function readCriterion(
  name: string,
  negated: boolean,
  argument: string | undefined,
  sshVersion: number,
): Criterion | { readonly fault: string } {
  if (WITHOUT_ARGUMENT.has(name)) return { name, negated, argument: '' }
  const mayBeEmpty = name === 'tagged' || name === 'command'
  const missing = argument === undefined || argument.startsWith('#')
  if (missing || (argument === '' && !mayBeEmpty)) {
    return { fault: `The criterion “${shownValue(name)}” of Match needs a value after it.` }
  }
  const since = ownValue(SINCE, name)
  if (since === undefined) return { fault: `Match has no criterion “${shownValue(name)}”.` }
  if (sshVersion < since) {
    return {
      fault: `This version of ssh does not know the criterion “${name}” of Match; OpenSSH ${since.toFixed(1)} does.`,
    }
  }
  return { name, negated, argument }
}

/** A criterion that does not hold decides; ssh runs no `exec` after it. */
export function evaluateMatch(criteria: readonly Criterion[], facts: MatchFacts): MatchResult {
  const wantsFinalPass = criteria.some(({ name }) => name === 'final')
  let unknown: string | null = null
  for (const criterion of criteria) {
    const holds = holdsFor(criterion, facts)
    if (holds === 'unknown') unknown ??= unknownWhy(criterion)
    else if (holds === criterion.negated) {
      return { matched: false, why: falseWhy(criterion, facts), wantsFinalPass }
    }
  }
  if (unknown !== null) return { matched: 'unknown', why: unknown, wantsFinalPass }
  return { matched: true, why: trueWhy(criteria), wantsFinalPass }
}

function holdsFor({ name, argument }: Criterion, facts: MatchFacts): boolean | 'unknown' {
  switch (name) {
    case 'all':
      return true
    case 'final':
    case 'canonical':
      return facts.isFinalPass
    case 'host':
      return listed(facts.host === null ? null : asciiLower(facts.host), argument, true)
    case 'originalhost':
      return listed(asciiLower(facts.originalHost), argument, true)
    case 'user':
      return listed(facts.user, argument, false)
    case 'localuser':
      return listed(facts.localUser, argument, false)
    case 'tagged':
      return listed(facts.tag, argument, false)
    default:
      return 'unknown'
  }
}

function listed(text: string | null, list: string, lower: boolean): boolean | 'unknown' {
  return text === null ? 'unknown' : matchesPatternList(text, list, lower)
}

function unknownWhy({ name }: Criterion): string {
  switch (name) {
    case 'exec':
      return 'Unknown until ssh runs the program that “exec” names.'
    case 'localnetwork':
      return 'Unknown until ssh looks at the networks this computer is in.'
    case 'command':
    case 'sessiontype':
      return 'Depends on what ssh is asked to run.'
    case 'version':
      return 'Depends on the version of ssh.'
    default:
      return `Depends on a block above that is unknown until ssh runs a program (“${name}”).`
  }
}

function falseWhy({ name, negated, argument }: Criterion, facts: MatchFacts): string {
  const not = negated ? '' : 'not '
  const list = shownValue(argument)
  const shown = (value: string | null) => shownValue(value ?? '')
  switch (name) {
    case 'all':
      return '“!all” never matches.'
    case 'final':
    case 'canonical':
      return negated
        ? 'ssh reads the config a second time, and this is for the first.'
        : 'ssh reads the config a second time only when it is asked to.'
    case 'host':
      return `The host name ${shown(facts.host)} is ${not}among “${list}”.`
    case 'originalhost':
      return `What is typed, ${shown(facts.originalHost)}, is ${not}among “${list}”.`
    case 'user':
      return `The user ${shown(facts.user)} is ${not}among “${list}”.`
    case 'localuser':
      return `Your account, ${shown(facts.localUser)}, is ${not}among “${list}”.`
    default:
      return `The tag “${shown(facts.tag)}” is ${not}among “${list}”.`
  }
}

function trueWhy(criteria: readonly Criterion[]): string {
  const names = criteria.map(({ name, negated }) => (negated ? `!${name}` : name))
  if (names.length === 1 && names[0] === 'all') return 'It matches every host.'
  return names.length === 1
    ? `“${names[0]}” holds.`
    : `All of its criteria hold: ${names.join(', ')}.`
}
