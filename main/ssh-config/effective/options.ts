/** Which line sets what: the first value wins, except where values add up (ssh_config(5)). */

import { matchesPattern } from '../../known-hosts/index.ts'
import type { Keyword } from './keywords.ts'
import type { ProgramFile, ProgramLine } from './program.ts'
import type { Value } from './values.ts'

export type Certainty = true | 'unknown'

export interface FoundSetting {
  readonly keyword: Keyword
  readonly value: Value
  readonly file: ProgramFile
  readonly line: ProgramLine
  /** Whether its block matches for certain. */
  readonly active: Certainty
  state: 'applies' | 'shadowed' | 'unknown'
}

/** Whether a keyword has its value: `maybe` when that depends on a program. */
type Status = 'unset' | 'maybe' | 'set'

export interface Options {
  /** In the order in which ssh reads them; each line once. */
  settings(): readonly FoundSetting[]
  /** Takes a keyword away from the files, for what stands on the command line. */
  claim(keyword: string): void
  add(file: ProgramFile, line: ProgramLine, active: Certainty): void
  /** The value that applies unless a program decides otherwise, which `certain: false` says. */
  first(keyword: string): { readonly value: Value | null; readonly certain: boolean }
  all(keyword: string): readonly FoundSetting[]
}

export function createOptions(): Options {
  const store: Store = {
    settings: new Map(),
    byKeyword: new Map(),
    status: new Map(),
    accumulated: new Set(),
    doubtful: new Set(),
  }
  const added = new Set<ProgramLine>()
  return {
    settings: () => [...store.settings.values()],
    claim: (keyword) => store.status.set(keyword, 'set'),
    add(file, line, active) {
      if (line.keyword === null) return
      // The second pass over the config finds the lines of the first again. What was taken away
      // from SendEnv may come back then.
      if (added.has(line) && line.keyword.name !== 'SendEnv') return
      if (active === true) added.add(line)
      addLine(store, { keyword: line.keyword, file, line, active })
    },
    first(keyword) {
      const alike = store.byKeyword.get(keyword) ?? []
      const found =
        alike.find(({ state }) => state === 'applies') ??
        alike.find(({ state, active }) => state === 'unknown' && active === true)
      return { value: found?.value ?? null, certain: !store.doubtful.has(keyword) }
    },
    all: (keyword) => store.byKeyword.get(keyword) ?? [],
  }
}

interface Store {
  /** Each value belongs to one place in one line. */
  readonly settings: Map<Value, FoundSetting>
  readonly byKeyword: Map<string, FoundSetting[]>
  readonly status: Map<string, Status>
  /** What applies already of the values that add up. */
  readonly accumulated: Set<string>
  /** Keywords whose value depends on a program. */
  readonly doubtful: Set<string>
}

type Place = Pick<FoundSetting, 'keyword' | 'file' | 'line' | 'active'>

function nameOf({ keyword }: Pick<FoundSetting, 'keyword'>): string {
  return keyword.name.toLowerCase()
}

function addLine(store: Store, place: Place): void {
  const { line, keyword } = place
  const name = nameOf(place)
  if (keyword.kind === 'identity' || keyword.kind === 'forward') {
    for (const value of line.values) accumulate(store, place, value)
  } else if (name === 'sendenv') {
    for (const value of line.values) sendVariable(store, place, value)
  } else if (name === 'setenv') {
    setVariables(store, place)
  } else {
    for (const value of line.values) firstWins(store, place, value)
  }
}

/** The same value twice counts once. */
function accumulate(store: Store, place: Place, value: Value): void {
  const { active } = place
  const key = `${nameOf(place)}\0${place.file.system}\0${value.printed}`
  const again = store.accumulated.has(key)
  if (active === true) store.accumulated.add(key)
  push(store, place, value, again ? 'shadowed' : active === true ? 'applies' : 'unknown')
}

/** `-LC_*` takes names away again that lines above have given. */
function sendVariable(store: Store, place: Place, value: Value): void {
  const { active } = place
  const alike = store.byKeyword.get('sendenv') ?? []
  if (!value.text.startsWith('-')) {
    const again = alike.some(
      (one) => one.state === 'applies' && one.value !== value && one.value.text === value.text,
    )
    push(store, place, value, again ? 'shadowed' : active === true ? 'applies' : 'unknown')
    return
  }
  const pattern = value.text.slice(1)
  for (const one of alike) {
    if (!matchesPattern(pattern, one.value.text)) continue
    if (one.state === 'applies') one.state = active === true ? 'shadowed' : 'unknown'
  }
}

/** The first line wins as a whole; within it the first value of each name. */
function setVariables(store: Store, place: Place): void {
  const { active } = place
  const state = claim(store, ['setenv'], ['setenv'], active)
  const names = new Set<string>()
  for (const value of place.line.values) {
    const name = value.text.slice(0, value.text.indexOf('='))
    push(store, place, value, names.has(name) ? 'shadowed' : state)
    names.add(name)
  }
}

function firstWins(store: Store, place: Place, value: Value): void {
  const { active } = place
  const name = nameOf(place)
  if (name === 'proxyjump' && value.printed !== 'none') {
    const keys = ['proxyjump', 'proxycommand']
    push(store, place, value, claim(store, keys, keys, active))
    return
  }
  // A path is kept beside the yes or no that an earlier line said.
  const isPath = name === 'forwardagent' && !/^(?:yes|no)$/.test(value.printed)
  const key = isPath ? 'forwardagent-path' : name
  // A time of "none" leaves the keyword to later lines.
  const leaves = place.keyword.kind === 'time' && value.printed === 'none'
  const state = claim(store, [key], leaves ? [] : [key], active)
  if (!leaves && state === 'applies' && place.keyword.kind === 'time') overrideNone(store, name)
  push(store, place, value, state)
}

function overrideNone({ byKeyword }: Store, name: string): void {
  for (const one of byKeyword.get(name) ?? []) {
    if (one.value.printed === 'none') one.state = 'shadowed'
  }
}

/** Looks at these keywords, and says that those have their value from now on. */
function claim(
  { status, doubtful }: Store,
  looked: readonly string[],
  taken: readonly string[],
  active: Certainty,
): FoundSetting['state'] {
  const before = looked.map((key) => status.get(key) ?? 'unset')
  if (before.includes('set')) return 'shadowed'
  for (const key of taken) status.set(key, active === true ? 'set' : 'maybe')
  if (active === true && !before.includes('maybe')) return 'applies'
  for (const key of taken) doubtful.add(key)
  return 'unknown'
}

function push(store: Store, place: Place, value: Value, state: FoundSetting['state']): void {
  const known = store.settings.get(value)
  if (known !== undefined) {
    if (known.state !== 'applies') known.state = state
    return
  }
  const found = { ...place, value, state }
  store.settings.set(value, found)
  const alike = store.byKeyword.get(nameOf(place))
  if (alike === undefined) store.byKeyword.set(nameOf(place), [found])
  else alike.push(found)
}
