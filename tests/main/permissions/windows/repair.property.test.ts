/** Any access list: repaired, idempotent, taken back; against a simulation of Windows. */

import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import type { CheckedKind } from '../../../../main/contract/methods.ts'
import {
  ADMINISTRATORS,
  type Entry,
  EVERYONE,
  type List,
  ME,
  OTHER,
  OWNER_RIGHTS,
  SYSTEM,
  USERS,
} from './simulated-windows.ts'
import { CHANGE, context, freshFile, path, READ, world } from './windows-world.ts'

beforeEach(freshFile)

const SIDS = [ME, OTHER, SYSTEM, ADMINISTRATORS, USERS, EVERYONE, OWNER_RIGHTS, 'S-1-3-0']
const entry: fc.Arbitrary<Entry> = fc.record({
  type: fc.constantFrom('A' as const, 'A' as const, 'A' as const, 'D' as const),
  flags: fc.constantFrom([], ['ID'], ['OI', 'CI'], ['OI', 'CI', 'IO']),
  mask: fc.constantFrom('FA', READ, CHANGE, '0x1', '0x2', '0x100', 'WDWO', 'SD', 'GA', '0x0'),
  sid: fc.constantFrom(...SIDS),
})
const list: fc.Arbitrary<List> = fc.record({
  owner: fc.constantFrom(ME, ME, ADMINISTRATORS, SYSTEM, OTHER, USERS),
  protected: fc.boolean(),
  entries: fc.option(fc.array(entry, { maxLength: 6 }), { freq: 12 }),
})

it.each<CheckedKind>(['private-key', 'config', 'authorized-keys', 'known-hosts', 'ssh-folder'])(
  'any list of a %s: a repair leaves nothing to find, a second one nothing to do, an undo the old list',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(list, fc.boolean(), async (start, elevated) => {
        const { windows, platform, file, judge } = world(start, { elevated }, kind)
        const snapshot = await platform.look(path)
        const [fault] = await platform.judge(file, snapshot, context)
        if (fault === undefined || fault.repair.kind !== 'apply') return
        await platform.apply(file, snapshot, fault)
        expect(windows.emptied).toEqual([])
        expect(await judge()).toEqual([])
        const calls = windows.ran.length
        await platform.apply(file, await platform.look(path), fault)
        expect(windows.ran).toHaveLength(calls)
        // What stays readable to others stays so.
        if (kind !== 'private-key') expect(lostReaders(start, windows.lists.get(path))).toEqual([])
        if (start.entries === null) return
        await platform.restore({ path, mode: null, sddl: snapshot.sddl })
        expect(windows.lists.get(path)).toEqual(start)
      }),
      { numRuns: 150 },
    )
  },
)

/** Accounts that could only read, and lost that. */
function lostReaders(before: List, after: List | undefined): readonly string[] {
  const allowed = (of: List | undefined, sid: string) =>
    (of?.entries ?? []).filter((one) => one.type === 'A' && one.sid === sid)
  return [USERS, EVERYONE, OTHER].filter((sid) => {
    const had = allowed(before, sid)
    const onlyRead = had.every(({ mask, flags }) => mask === READ && !flags.includes('OI'))
    return had.length > 0 && onlyRead && allowed(after, sid).length === 0
  })
}
