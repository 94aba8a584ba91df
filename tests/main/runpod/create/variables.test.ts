/** Variables that do nothing are named and repaired; real shells say whether the repair works. */

import { mkdir, mkdtemp, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkVariables } from '../../../../main/runpod/index.ts'
import { run } from '../../../../main/system/run.ts'

const check = (text: string) => {
  const { repaired, problems } = checkVariables({ text })
  return [repaired, ...problems.map(({ code }) => code)]
}

describe('dead names get the real one', () => {
  test.each([
    ['SSH_PUBLIC_KEY=ssh-ed25519 AAAA me', 'PUBLIC_KEY=ssh-ed25519 AAAA me'],
    ['A=1\nexport RUNPOD_SSH_PUBLIC_KEY="x y"\nB=2', 'A=1\nexport PUBLIC_KEY="x y"\nB=2'],
    ['docker run -e SSH_PUBLIC_KEY="$KEY" image', 'docker run -e PUBLIC_KEY="$KEY" image'],
    ["docker run --env 'SSH_PUBLIC_KEY=x' image", "docker run --env 'PUBLIC_KEY=x' image"],
    ['docker run -e SSH_PUBLIC_KEY image', 'docker run -e PUBLIC_KEY image'],
    ['{"env": {"SSH_PUBLIC_KEY": "x"}}', '{"env": {"PUBLIC_KEY": "x"}}'],
    ['curl -d \'{"env":{"RUNPOD_SSH_PUBLIC_KEY":"x"}}\'', 'curl -d \'{"env":{"PUBLIC_KEY":"x"}}\''],
    [
      '-d "{\\"env\\":{\\"SSH_PUBLIC_KEY\\":\\"x\\"}}"',
      '-d "{\\"env\\":{\\"PUBLIC_KEY\\":\\"x\\"}}"',
    ],
    [
      '{"env":[{"key":"SSH_PUBLIC_KEY","value":"x"}]}',
      '{"env":[{"key":"PUBLIC_KEY","value":"x"}]}',
    ],
    ['env:\n  SSH_PUBLIC_KEY: x\n', 'env:\n  PUBLIC_KEY: x\n'],
    ['ENV SSH_PUBLIC_KEY x', 'ENV PUBLIC_KEY x'],
    ['echo "$SSH_PUBLIC_KEY" >> k', 'echo "$PUBLIC_KEY" >> k'],
    [`echo "\${RUNPOD_SSH_PUBLIC_KEY}x" >> k`, `echo "\${PUBLIC_KEY}x" >> k`],
    [`if [ -n "\${SSH_PUBLIC_KEY:-}" ]; then x; fi`, `if [ -n "\${PUBLIC_KEY:-}" ]; then x; fi`],
  ])('%s', (text, expected) => {
    expect(check(text)).toEqual([expected, 'dead-variable'])
  })

  test('what only looks like one stays', () => {
    for (const text of [
      'PUBLIC_KEY=x',
      'echo "$SSH_PUBLIC_KEY_FILE"',
      'MY_SSH_PUBLIC_KEY=x',
      'Put your SSH_PUBLIC_KEY into the settings.',
      'SSH_PUBLIC_KEYS=x',
      '',
    ]) {
      expect(check(text)).toEqual([text])
    }
  })

  test('beside the real one it is only named, since one name cannot have two values', () => {
    const text = 'PUBLIC_KEY=a\nSSH_PUBLIC_KEY=b\n'
    expect(check(text)).toEqual([text, 'dead-variable'])
    expect(checkVariables({ text }).problems[0]?.title).toBe('One of these variables does nothing')
  })

  test('beside an empty real one it takes its place', () => {
    expect(check('PUBLIC_KEY=\nSSH_PUBLIC_KEY=b\n')).toEqual([
      'PUBLIC_KEY=b\n',
      'dead-variable',
      'empty-public-key',
    ])
  })
})

describe('a PUBLIC_KEY of nothing is taken out', () => {
  test.each([
    ['A=1\nPUBLIC_KEY=null\nB=2\n', 'A=1\nB=2\n'],
    ['PUBLIC_KEY=\nB=2', 'B=2'],
    ['PUBLIC_KEY=""', ''],
    ['export PUBLIC_KEY=undefined\n', ''],
    ['docker run -e PUBLIC_KEY=null -p 22 image', 'docker run -p 22 image'],
    ["docker run --env 'PUBLIC_KEY=' image", 'docker run image'],
    ['{"env":{"A":"1","PUBLIC_KEY":null}}', '{"env":{"A":"1"}}'],
    ['{"env":{"PUBLIC_KEY":"","A":"1"}}', '{"env":{"A":"1"}}'],
    ['{"env":{"A":"1", "PUBLIC_KEY": "null", "B":"2"}}', '{"env":{"A":"1", "B":"2"}}'],
    ['{\n  "env": {\n    "PUBLIC_KEY": null\n  }\n}', '{\n  "env": {\n    }\n}'],
    ['env:\n  PUBLIC_KEY: null\n  A: 1\n', 'env:\n  A: 1\n'],
  ])('%j', (text, expected) => {
    const { repaired, problems } = checkVariables({ text })
    expect(problems).toMatchObject([{ code: 'empty-public-key', severity: 'error' }])
    expect(repaired).toBe(expected)
    if (text.startsWith('{')) expect(() => JSON.parse(repaired)).not.toThrow()
  })

  test.each([
    'PUBLIC_KEY=ssh-ed25519 AAAA',
    '{"PUBLIC_KEY":"ssh-ed25519 AAAA"}',
    'docker run -e PUBLIC_KEY image',
    'docker run -e PUBLIC_KEY="$KEY" image',
    'PUBLIC_KEY="$(cat key.pub)"',
    'NOT_PUBLIC_KEY=null',
  ])('one with a value stays: %s', (text) => {
    expect(check(text)).toEqual([text])
  })
})

const KEYS = 'ssh-ed25519 AAAAfirst me\nssh-ed25519 AAAAsecond "x" $HOME'

/** Runs a script and gives what stands in authorized_keys then; null when there is none. */
async function keysAfter(argv: readonly [string, ...string[]]): Promise<string | null> {
  const home = await mkdtemp(join(homedir(), 'variables-'))
  await mkdir(join(home, 'work'))
  await run(argv, {
    timeoutMs: 10_000,
    cwd: join(home, 'work'),
    env: { PATH: '/usr/bin:/bin', HOME: home, PUBLIC_KEY: KEYS },
  })
  return readFile(join(home, '.ssh', 'authorized_keys'), 'utf8').catch(() => null)
}

describe('in real shells', () => {
  const target = '~/.ssh/authorized_keys'
  const scripts = [
    `mkdir -p ~/.ssh; echo $PUBLIC_KEY >> ${target}`,
    `mkdir -p ~/.ssh && echo \${PUBLIC_KEY} > ${target}`,
    `mkdir -p ~/.ssh; printf '%s\\n' $PUBLIC_KEY > ${target}`,
    `mkdir -p ~/.ssh && printf "%s\\n" $RUNPOD_SSH_PUBLIC_KEY >> ${target}`,
    'mkdir -p ~/.ssh && cd $_ && chmod 700 ~/.ssh && echo $SSH_PUBLIC_KEY >> authorized_keys',
    'mkdir -p ~/.ssh; chmod 700 ~/.ssh; cd "$_"; echo "$PUBLIC_KEY" >> authorized_keys',
    `if mkdir -p ~/.ssh; then echo -n ''; echo $PUBLIC_KEY >> ${target}; fi`,
  ]

  test.each(scripts)('one key a line, in bash and in sh: %s', async (script) => {
    expect(await keysAfter(['sh', '-c', script])).not.toBe(`${KEYS}\n`)
    const { repaired } = checkVariables({ text: script })
    for (const shell of ['bash', 'sh']) {
      expect(await keysAfter([shell, '-c', repaired])).toBe(`${KEYS}\n`)
    }
  })

  test.each([
    (script: string) => `bash -c '${script.replaceAll("'", "'\\''")}'`,
    (script: string) => `bash -c "${script.replaceAll(/[\\"$]/g, '\\$&')}"`,
    (script: string) => `sh -c '${script.replaceAll("'", "'\\''")}'`,
  ])('wrapped as a start command (%#)', async (wrap) => {
    for (const script of scripts) {
      const { repaired } = checkVariables({ text: wrap(script) })
      expect(await keysAfter(['bash', '-c', repaired])).toBe(`${KEYS}\n`)
    }
  })

  test('inside the JSON of a request', async () => {
    for (const script of scripts) {
      const text = JSON.stringify({ args: `bash -c '${script.replaceAll("'", "'\\''")}'` }, null, 2)
      const { repaired, problems } = checkVariables({ text })
      expect(problems.length).toBeGreaterThan(0)
      const { args } = JSON.parse(repaired) as { readonly args: string }
      expect(await keysAfter(['bash', '-c', args])).toBe(`${KEYS}\n`)
    }
  })

  test('in double quotes of a longer command the quotes are escaped', async () => {
    const text = `true && bash -c "mkdir -p ~/.ssh; echo $PUBLIC_KEY >> ${target}"`
    const { repaired } = checkVariables({ text })
    expect(repaired).toContain('echo \\"$PUBLIC_KEY\\" >>')
  })
})

test('what is right stays as it is, whatever it says', () => {
  const right = [
    `bash -c 'mkdir -p ~/.ssh; cd ~/.ssh; echo "$PUBLIC_KEY" >> authorized_keys; service ssh start'`,
    '{"name":"x","env":{"PUBLIC_KEY":"ssh-ed25519 AAAA\\nssh-rsa BBBB"}}',
    'cd $_',
    'mkdir -p /data && cd $_',
    'echo "the key: $PUBLIC_KEY"',
  ]
  for (const text of right) expect(check(text)).toEqual([text])
})

test('a repaired text has nothing left to repair; any text gives an answer', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      'SSH_PUBLIC_KEY',
      'RUNPOD_SSH_PUBLIC_KEY',
      'PUBLIC_KEY',
      '=',
      ': ',
      '"',
      "'",
      '$',
    ),
    fc.constantFrom('null', '\n', 'echo ', 'printf "%s" ', '-e ', '{', '}', ',', '\\', 'bash -c '),
    fc.constantFrom('mkdir -p ~/.ssh && cd $_', '${', '"key":', '{"a":"echo $PUBLIC_KEY"}'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 15 }), (pieces) => {
      const once = checkVariables({ text: pieces.join('') })
      const twice = checkVariables({ text: once.repaired })
      const left = twice.problems.filter(({ title }) => !title.startsWith('One of these'))
      // Taking one thing out can bring two others together; a second round must be the last.
      expect(left.length).toBeLessThanOrEqual(once.problems.length)
    }),
    { numRuns: 2_000 },
  )
})

test('the largest text is read in time that grows with its length', () => {
  for (const unit of [
    'SSH_PUBLIC_KEY',
    'echo -n ',
    "-e '",
    '{"',
    'mkdir -p ~/.ssh && ',
    '"\\',
    ' ',
  ]) {
    const text = unit.repeat(Math.floor(262_144 / unit.length))
    const time = (part: string) => {
      const started = performance.now()
      checkVariables({ text: part })
      return performance.now() - started
    }
    time(text.slice(0, 65_536))
    const [quarter, whole] = [time(text.slice(0, 65_536)), time(text)]
    // Quadratic growth would be sixteenfold.
    expect(whole, unit).toBeLessThan(10 * quarter + 100)
  }
})
