import { describe, expect, test } from 'vitest'
import type { CheckedKind } from '../../../../main/contract/methods.ts'
import { judgeUnix, type UnixFacts } from '../../../../main/permissions/unix/rules.ts'

const ME = 1000
const OTHER = 1001

/** A file of mine that I may use as its mode says. */
function facts(kind: CheckedKind, mode: number, more: Partial<UnixFacts> = {}): UnixFacts {
  return {
    kind,
    mode,
    uid: ME,
    myUid: ME,
    mayRead: (mode & 0o400) !== 0,
    mayWrite: (mode & 0o200) !== 0,
    mayEnter: (mode & 0o100) !== 0,
    sharedGroup: true,
    toleratesPrivateGroup: false,
    strict: false,
    keepsSetgid: true,
    ...more,
  }
}

function inShort(given: UnixFacts): string {
  const verdict = judgeUnix(given)
  if (verdict === null) return 'ok'
  const mode = verdict.mode === null ? 'none' : verdict.mode.toString(8)
  return `${verdict.severity} ${verdict.fault} ${mode}`
}

const debian = { toleratesPrivateGroup: true, sharedGroup: false }
const root = { uid: 0, mayWrite: false }

describe('judgeUnix', () => {
  test.each<[CheckedKind, number, Partial<UnixFacts>, string]>([
    ['private-key', 0o600, {}, 'ok'],
    ['private-key', 0o400, {}, 'ok'],
    ['private-key', 0o700, {}, 'ok'],
    ['private-key', 0o4600, {}, 'ok'],
    ['private-key', 0o640, {}, 'refuses too-open 600'],
    ['private-key', 0o640, debian, 'refuses too-open 600'],
    ['private-key', 0o601, {}, 'refuses too-open 600'],
    ['private-key', 0o6755, {}, 'refuses too-open 6700'],
    ['private-key', 0o444, {}, 'refuses too-open 400'],
    ['private-key', 0o077, {}, 'refuses too-open 600'],
    ['private-key', 0o000, {}, 'refuses unreadable 600'],
    ['private-key', 0o666, { uid: OTHER, mayRead: true }, 'ok'],
    ['private-key', 0o600, { uid: OTHER, mayRead: false }, 'refuses unreadable none'],
    ['private-key', 0o600, { uid: 0, mayRead: false }, 'refuses unreadable none'],

    ['config', 0o644, {}, 'ok'],
    ['config', 0o755, {}, 'ok'],
    ['config', 0o664, {}, 'refuses writable 644'],
    ['config', 0o664, debian, 'ok'],
    ['config', 0o666, debian, 'refuses writable 644'],
    ['config', 0o664, { toleratesPrivateGroup: true }, 'refuses writable 644'],
    ['config', 0o664, { sharedGroup: false }, 'refuses writable 644'],
    ['config', 0o646, {}, 'refuses writable 644'],
    ['config', 0o022, {}, 'refuses writable 600'],
    ['config', 0o000, {}, 'refuses unreadable 600'],
    ['config', 0o644, root, 'ok'],
    ['config', 0o666, root, 'refuses writable 644'],
    ['config', 0o644, { uid: OTHER }, 'refuses owner none'],
    ['included-config', 0o664, {}, 'refuses writable 644'],
    ['included-config', 0o600, { uid: 0, mayRead: false }, 'refuses unreadable none'],
    ['authorized-keys', 0o644, {}, 'ok'],
    ['authorized-keys', 0o660, {}, 'refuses writable 640'],
    ['authorized-keys', 0o600, { uid: OTHER }, 'refuses owner none'],

    ['public-key', 0o666, {}, 'ok'],
    ['public-key', 0o000, {}, 'advice unreadable 600'],
    ['known-hosts', 0o644, {}, 'ok'],
    ['known-hosts', 0o444, {}, 'ok'],
    ['known-hosts', 0o664, {}, 'exposes writable 644'],
    ['known-hosts', 0o664, { sharedGroup: false }, 'ok'],
    ['known-hosts', 0o000, {}, 'refuses unreadable 600'],
    ['known-hosts', 0o644, root, 'advice owner none'],

    ['ssh-folder', 0o755, {}, 'ok'],
    ['ssh-folder', 0o755, { strict: true }, 'ok'],
    ['ssh-folder', 0o775, {}, 'exposes writable 755'],
    ['ssh-folder', 0o775, { sharedGroup: false }, 'ok'],
    ['ssh-folder', 0o775, { strict: true }, 'refuses writable 755'],
    ['ssh-folder', 0o775, { strict: true, ...debian }, 'ok'],
    ['ssh-folder', 0o1777, {}, 'exposes writable 1755'],
    ['ssh-folder', 0o600, {}, 'refuses not-enterable 700'],
    ['ssh-folder', 0o077, {}, 'refuses not-enterable 755'],
    ['ssh-folder', 0o300, {}, 'advice not-listable 700'],
    ['ssh-folder', 0o700, { uid: OTHER, mayEnter: false }, 'refuses owner none'],
    ['ssh-folder', 0o755, { uid: OTHER }, 'exposes owner none'],
    ['ssh-folder', 0o755, { uid: OTHER, strict: true }, 'refuses owner none'],
    ['ssh-folder', 0o755, root, 'advice owner none'],
    ['ssh-folder', 0o700, { uid: 0, mayEnter: false, mayWrite: false }, 'refuses owner none'],

    ['ssh-folder', 0o777, { strict: true, ...debian }, 'refuses writable 755'],
    ['ssh-folder', 0o2777, { keepsSetgid: false }, 'exposes writable 755'],
    ['ssh-folder', 0o2777, {}, 'exposes writable 2755'],
    ['known-hosts', 0o666, { sharedGroup: false }, 'exposes writable 644'],
    ['parent-folder', 0o777, { sharedGroup: false }, 'exposes writable 775'],

    ['home', 0o711, {}, 'ok'],
    ['home', 0o775, {}, 'exposes writable 755'],
    ['home', 0o1777, {}, 'ok'],
    ['home', 0o1777, { strict: true }, 'refuses writable 1755'],
    ['home', 0o755, { uid: OTHER }, 'ok'],
    ['home', 0o755, { uid: OTHER, strict: true }, 'refuses owner none'],
    ['home', 0o755, { ...root, strict: true }, 'ok'],
    ['home', 0o600, {}, 'refuses not-enterable 700'],
    ['parent-folder', 0o1777, { uid: 0 }, 'ok'],
    ['parent-folder', 0o757, { uid: 0 }, 'exposes writable 755'],
  ])('%s, mode %o, %j: %s', (kind, mode, more, expected) => {
    expect(inShort(facts(kind, mode, more))).toBe(expected)
  })

  test('a repaired mode has no fault left, and no right that was not there for others', () => {
    const kinds: readonly CheckedKind[] = [
      'private-key',
      'public-key',
      'config',
      'included-config',
      'known-hosts',
      'authorized-keys',
      'ssh-folder',
      'home',
      'parent-folder',
    ]
    for (const kind of kinds) {
      for (let mode = 0; mode < 0o10000; mode++) {
        for (const strict of [true, false]) {
          const verdict = judgeUnix(facts(kind, mode, { strict }))
          if (verdict === null) continue
          const repaired = verdict.mode ?? -1
          const problem = judgeUnix(facts(kind, repaired, { strict }))
          const added = repaired & ~mode & 0o7077
          if (problem !== null || added !== 0) {
            expect([kind, mode.toString(8), repaired.toString(8), problem]).toBeNull()
          }
        }
      }
    }
  })
})
