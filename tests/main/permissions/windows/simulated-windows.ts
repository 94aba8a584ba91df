/**
 * Windows' access lists in memory, with icacls as its help describes it: the options of one call
 * change one list, inherited entries can only be dropped or made explicit, a folder's entries reach
 * what inherits. Files are real ones of this machine, which have no access lists of their own.
 */

import { dirname } from 'node:path'
import type { AccessAnswer, WindowsCalls } from '../../../../main/permissions/windows/calls.ts'

export const ME = 'S-1-5-21-1004336348-1177238915-682003330-1001'
export const OTHER = 'S-1-5-21-1004336348-1177238915-682003330-1002'
export const SYSTEM = 'S-1-5-18'
export const ADMINISTRATORS = 'S-1-5-32-544'
export const USERS = 'S-1-5-32-545'
export const EVERYONE = 'S-1-1-0'
export const OWNER_RIGHTS = 'S-1-3-4'

export interface Entry {
  readonly type: 'A' | 'D'
  /** `ID`, `OI`, `CI`, `IO`. */
  readonly flags: readonly string[]
  readonly mask: string
  readonly sid: string
}

export interface List {
  readonly owner: string
  readonly protected: boolean
  readonly entries: readonly Entry[] | null
}

export function allow(sid: string, mask = '0x1f01ff', ...flags: string[]): Entry {
  return { type: 'A', flags, mask, sid }
}

export function deny(sid: string, mask = '0x1f01ff', ...flags: string[]): Entry {
  return { type: 'D', flags, mask, sid }
}

export const PRIVATE: List = {
  owner: ME,
  protected: true,
  entries: [allow(ME), allow(SYSTEM), allow(ADMINISTRATORS)],
}

export interface SimulatedWindows {
  readonly calls: { -readonly [K in keyof WindowsCalls]: WindowsCalls[K] }
  readonly lists: Map<string, List>
  /** Every icacls call. */
  readonly ran: { readonly path: string; readonly args: readonly string[] }[]
  /** How often PowerShell was started. */
  readonly reads: { readonly paths: readonly string[] }[]
  /** Lists that were empty after a call: nobody could read the file then. */
  readonly emptied: string[]
}

export interface SimulationOptions {
  readonly elevated?: boolean
  readonly drives?: AccessAnswer['drives']
  readonly groups?: readonly string[]
  /** Error of .NET for a path. */
  readonly errors?: { readonly [path: string]: string }
  /** Files that can be opened whatever their list says. */
  readonly opens?: readonly string[]
  /** Exit codes in place of the change. */
  readonly exitCode?: (path: string, args: readonly string[]) => number | null
}

export function simulateWindows(options: SimulationOptions = {}): SimulatedWindows {
  const lists = new Map<string, List>()
  const ran: { path: string; args: readonly string[] }[] = []
  const reads: { paths: readonly string[] }[] = []
  const emptied: string[] = []
  const groups = options.groups ?? [EVERYONE, USERS, 'S-1-5-11']
  const elevated = options.elevated ?? false
  const set = (path: string, list: List) => {
    lists.set(path, list)
    for (const [child, below] of lists) {
      if (dirname(child) === path && child !== path && !below.protected) {
        lists.set(child, inherit(below, list))
      }
    }
  }
  const calls: SimulatedWindows['calls'] = {
    async readAccess(paths) {
      reads.push({ paths })
      return {
        account: {
          sid: ME,
          groups: elevated ? [...groups, ADMINISTRATORS] : groups,
          elevated,
        },
        drives: options.drives ?? {},
        files: paths.map((path) => {
          const list = lists.get(path)
          const error = options.errors?.[path] ?? 'FileNotFoundException'
          return list === undefined || options.errors?.[path] !== undefined
            ? { sddl: null, error }
            : { sddl: sddlOf(list), error: null }
        }),
      }
    },
    async icacls(path, args) {
      ran.push({ path, args })
      const code = options.exitCode?.(path, args) ?? 0
      const list = lists.get(path)
      if (code !== 0 || list === undefined) return code === 0 ? 2 : code
      const changed = runIcacls(list, args, lists.get(dirname(path)))
      if (changed.entries?.length === 0 && list.entries?.length !== 0) emptied.push(path)
      set(path, changed)
      return 0
    },
    // What the list says is true here, unless a test says otherwise.
    mayRead: async (path) => options.opens?.includes(path) ?? false,
    async writeAccessList(path, sddl) {
      const list = lists.get(path)
      if (list === undefined) return false
      const written = parseList(sddl)
      const parent = lists.get(dirname(path))
      const next = { ...written, owner: list.owner }
      set(path, parent === undefined || next.protected ? next : inherit(next, parent))
      return true
    },
  }
  return { calls, lists, ran, reads, emptied }
}

export function sddlOf({ owner, protected: isProtected, entries }: List): string {
  if (entries === null) return `O:${owner}`
  const text = entries.map(
    ({ type, flags, mask, sid }) => `(${type};${flags.join('')};${mask};;;${sid})`,
  )
  return `O:${owner}D:${isProtected ? 'P' : ''}AI${text.join('')}`
}

function parseList(sddl: string): List {
  const owner = /^O:([^DG]*)/.exec(sddl)?.[1] ?? ''
  const dacl = /D:([A-Z_]*)((?:\([^)]*\))*)/.exec(sddl)
  if (dacl === null || dacl[1]?.includes('NO_ACCESS_CONTROL')) {
    return { owner, protected: false, entries: null }
  }
  const entries = [...(dacl[2] ?? '').matchAll(/\(([AD]);([A-Z]*);(\w+);;;([^)]+)\)/g)].map(
    ([, type, flags, mask, sid]) => ({
      type: type === 'D' ? ('D' as const) : ('A' as const),
      flags: flags?.match(/../g) ?? [],
      mask: mask ?? '',
      sid: sid ?? '',
    }),
  )
  return { owner, protected: (dacl[1] ?? '').startsWith('P'), entries }
}

const isInherited = ({ flags }: Entry) => flags.includes('ID')

/** The list with what the folder hands down. */
function inherit(list: List, folder: List): List {
  const own = (list.entries ?? []).filter((entry) => !isInherited(entry))
  const handed = (folder.entries ?? [])
    .filter(({ flags }) => flags.includes('OI'))
    .map((entry) => ({ ...entry, flags: ['ID'] }))
  return { ...list, entries: [...own, ...handed] }
}

/** `icacls NAME` with these options, one after the other on one list. */
function runIcacls(list: List, args: readonly string[], folder: List | undefined): List {
  let { owner, protected: isProtected } = list
  let entries = list.entries ?? []
  let option = ''
  for (const argument of args) {
    if (argument.startsWith('/')) {
      option = argument
      if (option === '/inheritance:r') entries = entries.filter((entry) => !isInherited(entry))
      else if (option === '/inheritance:d') {
        entries = entries.map((entry) => ({
          ...entry,
          flags: entry.flags.filter((flag) => flag !== 'ID'),
        }))
      } else if (!['/grant:r', '/remove:g', '/remove:d', '/setowner'].includes(option)) {
        throw new Error(`icacls has no ${option}`)
      }
      if (option.startsWith('/inheritance')) isProtected = true
      continue
    }
    if (!argument.startsWith('*S-1-')) throw new Error(`${argument} is not a SID`)
    const [sid = '', right] = argument.slice(1).split(':')
    const isOwn = (entry: Entry) => entry.sid === sid && !isInherited(entry)
    if (option === '/setowner') owner = sid
    else if (option === '/grant:r') {
      const flags = [...(right ?? '').matchAll(/\((\w\w)\)/g)].map(([, flag]) => flag ?? '')
      entries = [
        ...entries.filter((e) => !(isOwn(e) && e.type === 'A')),
        allow(sid, 'FA', ...flags),
      ]
    } else {
      const type = option === '/remove:g' ? 'A' : 'D'
      entries = entries.filter((entry) => !(isOwn(entry) && entry.type === type))
    }
  }
  const isList = list.entries !== null || args[0] !== '/setowner'
  const changed = { owner, protected: isProtected, entries: isList ? entries : null }
  return isProtected || folder === undefined || !isList ? changed : inherit(changed, folder)
}
