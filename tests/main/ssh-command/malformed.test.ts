/** Whatever is pasted: an answer, in time, with nothing dangerous in it. */

import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_PASTE_LENGTH } from '../../../main/contract/schemas.ts'
import { judgeTarget, parseSshCommand } from '../../../main/ssh-command/index.ts'
import { startProcessorClock } from '../../support/processor-time.ts'

const pieces = fc.constantFrom(
  ...[
    'ssh ',
    'scp ',
    'rsync -e ',
    'root@',
    '1.2.3.4',
    ':22',
    ' -p ',
    ' -i ',
    '-o',
    'Port=',
    '"',
    "'",
  ],
  ...[
    '\\',
    '`',
    '^',
    '\n',
    '\r',
    '\0',
    '\x1b[',
    '\x1b]',
    '$(',
    '<',
    '>',
    '->',
    '→',
    '“',
    '’',
    '–',
    '—',
  ],
  ...[
    '[',
    ']',
    '::1',
    '@',
    '#',
    ';',
    '&&',
    '|',
    '-oProxyCommand=x',
    '%',
    '://',
    '\u200b',
    '\ud800',
    '=',
    '{',
  ],
  ...['ssh.runpod.io', 'abc-64410065', '# x', '\\\n', '-J', '--', '--rsh', 'IP', ' '],
)
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

test('every text gets an answer that holds together', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseSshCommand(text)
      const errors = parsed.problems.filter(({ severity }) => severity === 'error')
      expect(parsed.target === null).toBe(errors.length > 0)
      expect(parsed.kind).toBe(parsed.target?.kind ?? null)
      expect(parsed.problems.length).toBeLessThanOrEqual(20)
      if (parsed.target) expect(judgeTarget(parsed.target)).toBeNull()
      for (const problem of parsed.problems) {
        expect(`${problem.title}${problem.detail}`).not.toMatch(/[\p{Cc}]/u)
      }
      expect(parsed.options.map(({ name }) => name.toLowerCase())).not.toContain('proxycommand')
    }),
    { numRuns: 2_000 },
  )
})

describe('the largest text takes a moment at most', () => {
  const fill = (unit: string, start = '') =>
    start + unit.repeat(Math.floor((MAX_PASTE_LENGTH - start.length) / unit.length))
  test.each<[string, string]>([
    ['commands', fill('ssh a@b\n')],
    ['escapes', fill('\\ a', 'ssh ')],
    ['single quotes', fill("'", 'ssh ')],
    ['double quotes', fill('"a', 'ssh ')],
    ['typographic quotes inside a word', fill('a“', 'ssh ')],
    ['flags', fill('v', 'ssh -')],
    ['unknown options', fill('-! ', 'ssh ')],
    ['options with values', fill('-oA=b ', 'ssh ')],
    ['mappings', fill('a:1 -> ')],
    ['mappings on lines', fill('1.2.3.4:1 → :22\n')],
    ['one word', fill('a')],
    ['placeholders', fill('<a', 'ssh ')],
    ['continued lines', fill('\\\n', 'ssh ')],
    ['wrapped lines', fill('-p\n', 'ssh a@b\n')],
    ['at signs', fill('@', 'ssh ')],
    ['colons', fill(':', 'ssh ')],
    ['brackets', fill('[', 'ssh a@')],
    ['spaces', fill(' ')],
    ['line ends', fill('\n')],
    ['terminal codes', fill('\x1b[')],
    ['terminal titles', fill('\x1b]')],
    ['prompts', fill('$ ')],
    ['dots', fill('a.', 'ssh root@')],
    ['carets', fill('^"', 'ssh ')],
    ['backticks', fill('`', 'ssh ')],
    ['URLs', fill('ssh://', 'ssh ')],
    ['rsync options', fill('--rsh=ssh ', 'rsync ')],
  ])('%s', (_, text) => {
    const usedMs = startProcessorClock()
    parseSshCommand(text)
    // Ten times what it takes; a quadratic scan would need minutes.
    expect(usedMs()).toBeLessThan(2_000)
  })
})

describe('judgeTarget agrees with ssh', () => {
  const hosts = [
    ...[
      "a'b",
      'a"b',
      'a`b',
      'a$b',
      'a\\b',
      'a;b',
      'a&b',
      'a<b',
      'a>b',
      'a|b',
      'a(b',
      'a)b',
      'a{b',
      'a}b',
    ],
    ...[
      'a,b',
      'a b',
      'a\tb',
      'a\x07b',
      '-a',
      'a-b',
      'a.b',
      '1.2.3.4',
      '::1',
      'fe80::1%eth0',
      'ü.de',
      'a_b',
    ],
  ]
  const users = [
    ...[
      "a'b",
      'a"b',
      'a`b',
      'a$b',
      'a\\b',
      'a\\',
      'a;b',
      'a&b',
      'a<b',
      'a>b',
      'a|b',
      'a(b',
      'a)b',
      'a{b',
    ],
    ...['a}b', 'a,b', 'a b', 'a -b', 'a\x07b', '-a', 'a-b', 'a.b', 'a@b', 'a%b', 'ü', 'DOM\\me'],
  ]

  function accepts(destination: string): boolean {
    try {
      execFileSync('ssh', ['-F', 'none', '-G', '--', destination], { stdio: 'pipe' })
      return true
    } catch {
      return false
    }
  }
  const target = { user: 'u', host: 'h', port: 22, kind: 'generic' } as const

  test.each(hosts)('host %j', (host) => {
    expect(judgeTarget({ ...target, host }) === null).toBe(accepts(`u@${host}`))
  })

  test.each(users)('user %j', (user) => {
    expect(judgeTarget({ ...target, user }) === null).toBe(accepts(`${user}@h`))
  })
})

describe('the parser reads options as ssh does', () => {
  const options = fc.constantFrom(
    ...[['-p', '1022'], ['-p1023'], ['-oPort=1024'], ['-o', 'Port 1025'], ['-l', 'ann'], ['-lbob']],
    ...[['-o', 'User=cid'], ['-o', 'HostName=198.51.100.9'], ['-tt'], ['-NT'], ['-vp', '1026']],
    ...[
      ['-L', '1:a:2'],
      ['-4'],
      ['-o', 'IdentityFile=/dev/null'],
      ['-i', '/dev/null'],
      ['-e', 'none'],
    ],
  )
  const destinations = fc.constantFrom(
    ...[
      'root@192.0.2.1',
      '192.0.2.1',
      'a@b@192.0.2.1',
      'ssh://dan@192.0.2.1:1027',
      'ssh://192.0.2.1',
    ],
  )

  test('user, host, port and key are the ones of ssh -G', () => {
    const cases = fc.sample(
      fc.tuple(
        fc.array(options, { maxLength: 4 }),
        destinations,
        fc.array(options, { maxLength: 3 }),
      ),
      { numRuns: 60, seed: 3 },
    )
    for (const [before, destination, after] of cases) {
      const args = [...before.flat(), destination, ...after.flat()]
      const output = execFileSync('ssh', ['-F', 'none', '-G', ...args], {
        encoding: 'utf8',
        stdio: 'pipe',
      })
      const real = (key: string) => new RegExp(`^${key} (.*)$`, 'm').exec(output)?.[1] ?? null
      const line = `ssh ${args.map((word) => (word.includes(' ') ? `"${word}"` : word)).join(' ')}`
      const parsed = parseSshCommand(line)
      const named = args.some((word) => /@|^-l|User|dan/.test(word))
      expect({ line, ...parsed.target }).toMatchObject({
        line,
        host: real('hostname'),
        port: Number(real('port')),
        // Without a name ssh takes the local one, where a pod has only root.
        user: named ? real('user') : 'root',
      })
      const key = args.some((word) => word.includes('/dev/null')) ? real('identityfile') : null
      expect(parsed.identityFile).toBe(key)
    }
  })
})

test('a target that was read from a file is named without signs that turn text around', () => {
  const target = { user: '\u0000\u202e', host: '1', port: 2, kind: 'generic' } as const
  const found = judgeTarget(target)
  expect(found?.code).toBe('user-characters')
  expect(`${found?.title}${found?.detail}`).not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
})
