/** Whatever is on the account: a change never touches what it was not asked to. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccountKeysChange } from '../../../../main/contract/methods.ts'
import { asking, createWorld, memoryAccount, newLine, RUNPOD_PATTERN } from './support.ts'

const LINES = Array.from({ length: 12 }, (_, index) => newLine(`key-${index}`))
const BARE = LINES.map((line) => line.split(' ').slice(0, 2).join(' '))

const key = fc.constantFrom(...LINES)
const entry = fc.oneof(
  { weight: 4, arbitrary: key },
  { weight: 1, arbitrary: fc.constantFrom(...BARE) },
  fc.tuple(fc.constantFrom(...BARE), fc.string({ maxLength: 20 })).map((parts) => parts.join(' ')),
  fc.tuple(key, key).map((two) => two.join(' ')),
  fc.tuple(key, key).map((two) => two.join('\n')),
  key.map((line) => line.replace(' ', '  ')),
  key.map((line) => line.split(' ').slice(1).join(' ')),
  key.map((line) => `command="ls" ${line}`),
  key.map((line) => `${line}\r`),
  key.map((line) => line.slice(0, 50)),
  key.map((line) => line.replace('AAAAC3', 'AAAAC4')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', 'null', 'SHA256:abc', '-----BEGIN OPENSSH PRIVATE KEY-----', '# note'),
)
const kind = fc.constantFrom('publish-text', 'remove', 'repair', 'repair-some')

test('kept entries stay byte for byte and in their order; the copy brings every key back', async () => {
  const world = createWorld()
  const property = fc.asyncProperty(
    fc.array(entry, { maxLength: 12 }),
    kind,
    fc.array(fc.nat(11), { minLength: 1, maxLength: 3 }),
    key,
    async (keys, what, picks, line) => {
      const account = memoryAccount(keys)
      const service = world.service(account.api)
      const { keys: shown } = await service.list()
      const chosen = picks.flatMap((at) => shown[at]?.text ?? [])
      const change = changeOf(what, chosen, line)
      if (change === null) return
      const plan = await service.plan(change)
      // Entry by entry, the plan accounts for the whole set.
      const count = plan.kept.length + plan.repaired.length + plan.removed.length
      expect(count).toBe(keys.length)
      if (plan.noChange) return
      const word = plan.confirmWord === null ? {} : { confirmWord: plan.confirmWord }
      const { backup } = await service.apply({ change, planId: plan.id, ...word }, asking())
      expect(account.keys.filter((text) => !RUNPOD_PATTERN.test(text))).toEqual([])
      const kept = plan.kept.length
      const asItWas = keptOf(keys, plan.kept, shown)
      expect(asItWas).toHaveLength(kept)
      expect(isSubsequence(asItWas, account.keys)).toBe(true)
      const stays = keys.filter((_, at) => {
        const isChosen = change.kind === 'remove' && change.texts.includes(shown[at]?.text ?? '')
        return !isChosen
      })
      expect(missingKeys(stays, account.keys)).toEqual([])
      const restore = { kind: 'restore', backup: backup.id } as const
      const back = await service.plan(restore)
      if (!back.noChange) await service.apply({ change: restore, planId: back.id }, asking())
      expect(missingKeys(keys, account.keys)).toEqual([])
    },
  )
  try {
    await fc.assert(property, { numRuns: 300 })
  } finally {
    world.remove()
  }
})

function changeOf(what: string, chosen: readonly string[], line: string): AccountKeysChange | null {
  if (what === 'publish-text') return { kind: 'publish-text', text: line }
  if (what === 'repair') return { kind: 'repair' }
  if (chosen.length === 0) return null
  return what === 'remove' ? { kind: 'remove', texts: chosen } : { kind: 'repair', texts: chosen }
}

/** The raw texts behind the entries that a plan keeps. */
function keptOf(
  keys: readonly string[],
  kept: readonly { readonly text: string }[],
  shown: readonly { readonly text: string }[],
): readonly string[] {
  const left = kept.map(({ text }) => text)
  return keys.filter((_, at) => {
    const position = left.indexOf(shown[at]?.text ?? '')
    if (position >= 0) left.splice(position, 1)
    return position >= 0
  })
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0
  for (const text of whole) if (text === part[at]) at += 1
  return at === part.length
}

/** Base64 of keys that let somebody in before, and are nowhere now: found without the code under test. */
function missingKeys(before: readonly string[], now: readonly string[]): readonly string[] {
  const works = (text: string) => {
    const [, blob] = /^[ \t]*ssh-ed25519[ \t]+([A-Za-z0-9+/]{68})(?:[ \t\r\n]|$)/.exec(text) ?? []
    return LINES.some((line) => line.split(' ')[1] === blob) ? (blob ?? '') : null
  }
  const there = new Set(now.map(works))
  return before.map(works).filter((blob): blob is string => blob !== null && !there.has(blob))
}
