import { chmod, mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildStartCommand } from '../../../main/runpod/index.ts'
import { run } from '../../../main/system/run.ts'

const KEYS = [
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFirst me@laptop',
  '',
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQSecond "quoted" $HOME `id` comment',
].join('\n')

let bin: string

/** Programs that note their arguments instead of doing anything. `sleep` ends at once. */
beforeAll(async () => {
  const root = await mkdtemp(join(homedir(), 'keypilot-bin-'))
  bin = join(root, 'bin')
  await mkdir(bin)
  for (const name of ['apt', 'apt-get', 'service', 'sleep', 'python', 'server']) {
    const file = join(bin, name)
    await writeFile(
      file,
      `#!/bin/sh\n{ printf '%s' ${name}; for word in "$@"; do printf '\\036%s' "$word"; done; printf '\\035'; } >> "$CALLS"\n`,
    )
    await chmod(file, 0o755)
  }
})

/** Runs a start command as the container would: its words become an argv, without a shell around it. */
async function runCommand(text: string, env: Readonly<Record<string, string>> = {}) {
  const home = await mkdtemp(join(homedir(), 'keypilot-container-'))
  const calls = join(home, 'calls')
  const result = await run(['bash', '-c', text], {
    timeoutMs: 10_000,
    cwd: '/',
    env: { PATH: `${bin}:/usr/bin:/bin`, HOME: home, CALLS: calls, PUBLIC_KEY: KEYS, ...env },
  })
  const text_ = await readFile(calls, 'utf8')
  return {
    home,
    result,
    calls: text_
      .split('\x1d')
      .slice(0, -1)
      .map((call) => call.split('\x1e')),
  }
}

const SETUP_CALLS = [
  ['apt', 'update'],
  ['apt-get', 'install', 'openssh-server', '-y'],
  ['service', 'ssh', 'start'],
]

describe('without a command', () => {
  test.each([undefined, '', '  ', 'sleep infinity', "bash -c 'sleep infinity'"])(
    '%j',
    (existing) => {
      const { text, problems } = buildStartCommand(existing === undefined ? {} : { existing })
      expect(problems).toEqual([])
      expect(text).toBe(
        `bash -c 'apt update; DEBIAN_FRONTEND=noninteractive apt-get install openssh-server -y; mkdir -p ~/.ssh; chmod 700 ~/.ssh; echo "$PUBLIC_KEY" >> ~/.ssh/authorized_keys; chmod 600 ~/.ssh/authorized_keys; service ssh start; sleep infinity'`,
      )
    },
  )

  test('every key of PUBLIC_KEY arrives on its own line, with the right modes', async () => {
    const { home, result, calls } = await runCommand(buildStartCommand({}).text)
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(calls).toEqual([...SETUP_CALLS, ['sleep', 'infinity']])
    const file = join(home, '.ssh', 'authorized_keys')
    expect(await readFile(file, 'utf8')).toBe(`${KEYS}\n`)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(home, '.ssh'))).mode & 0o777).toBe(0o700)
  })
})

describe('around an existing command', () => {
  test.each([
    ['python -u /app/handler.py', ['python', '-u', '/app/handler.py']],
    [`python -c "print('it''s')"`, ['python', '-c', "print('it''s')"]],
    ['python -c \'print("a b")\'', ['python', '-c', 'print("a b")']],
    ['server --name "two words" --empty ""', ['server', '--name', 'two words', '--empty', '']],
    ['server "$NAME" $NAME', ['server', 'from env', 'from', 'env']],
    ["server '$NAME' \\$NAME", ['server', '$NAME', '$NAME']],
    ['cd /tmp && server "$PWD"', ['server', '/tmp']],
    ['server "$PWD"', ['server', '/']],
    ['MODE=x server a', ['server', 'a']],
    ['if true; then server yes; fi', ['server', 'yes']],
    ["server first\nserver 'second\nline'", ['server', 'first'], ['server', 'second\nline']],
    ['server one; server two', ['server', 'one'], ['server', 'two']],
    [`bash -c 'server "in bash" && server two'`, ['server', 'in bash'], ['server', 'two']],
    [`bash -c "server \\"in bash\\" '\\$HOME'"`, ['server', 'in bash', '$HOME']],
    ["server a # don't mind", ['server', 'a']],
    ["server $'it\\'s'", ['server', "it's"]],
    ["xargs -d '\\n' server <<'END'\nit's\nEND", ['server', "it's"]],
    ['server "%s" \\\\ a\\ b', ['server', '%s', '\\', 'a b']],
  ] as const)('%s', async (existing, ...expected) => {
    const env = { NAME: 'from env' }
    // What the words mean by themselves is the oracle for the table.
    const alone = await runCommand(existing, env)
    expect(alone.calls).toEqual(expected)
    const { text } = buildStartCommand({ existing })
    const placed = await runCommand(text, env)
    expect(placed.calls).toEqual([...SETUP_CALLS, ...expected])
    expect(placed.result.exitCode).toBe(0)
  })

  test('one simple command becomes the main process', async () => {
    const { text } = buildStartCommand({ existing: `bash -c 'printf %s "$$" > "$HOME/pid"'` })
    expect(text).toContain("exec bash -c '\\''")
    const { home } = await runCommand(`printf %s "$$" > "$HOME/outer"; exec ${text}`)
    expect(await readFile(join(home, 'pid'), 'utf8')).toBe(
      await readFile(join(home, 'outer'), 'utf8'),
    )
  })

  test.each([
    ['["server", "a b", "it\'s", "$HOME"]', ['server', 'a b', "it's", '$HOME']],
    ['["bash", "-c", "server one; server two"]', ['server', 'one'], ['server', 'two']],
  ] as const)('the form of a Dockerfile: %s', async (existing, ...expected) => {
    const { calls } = await runCommand(buildStartCommand({ existing }).text)
    expect(calls).toEqual([...SETUP_CALLS, ...expected])
  })

  test.each(['[ -f /x ] && server a', '["server", 1]'])(
    'what only looks like a list is left alone: %s',
    (existing) => {
      expect(buildStartCommand({ existing }).text).toContain(existing)
    },
  )

  test.each([
    ["service ssh start && server 'a b'", ['service', 'ssh', 'start'], ['server', 'a b']],
    ["bash -c 'service ssh restart; server a'", ['service', 'ssh', 'restart'], ['server', 'a']],
  ] as const)('sshd is started there, but without keys: %s', async (existing, ...expected) => {
    const { home, calls } = await runCommand(buildStartCommand({ existing }).text)
    expect(calls).toEqual([...SETUP_CALLS.slice(0, -1), ...expected])
    const file = join(home, '.ssh', 'authorized_keys')
    expect(await readFile(file, 'utf8')).toBe(`${KEYS}\n`)
  })

  test.each(["server 'open", 'server "open', "bash -c 'server 'x'", 'server "it\'s'])(
    'an unclosed quote is refused: %s',
    async (existing) => {
      const check = await run(['bash', '-n', '-c', existing], { timeoutMs: 5_000 })
      expect(check.stderr).toContain('unexpected EOF')
      expect(buildStartCommand({ existing })).toMatchObject({
        text: '',
        problems: [{ code: 'unbalanced-quotes', severity: 'error' }],
      })
    },
  )
})

describe('commands that set sshd up already', () => {
  test('the one of RunPod stays as it is', () => {
    const existing = `bash -c 'apt update; DEBIAN_FRONTEND=noninteractive apt-get install openssh-server -y; mkdir -p ~/.ssh; cd ~/.ssh; chmod 700 ~/.ssh; echo "$PUBLIC_KEY" >> authorized_keys; chmod 700 authorized_keys; service ssh start; sleep infinity'`
    const { text, problems } = buildStartCommand({ existing })
    expect(text).toBe(existing)
    expect(problems).toMatchObject([{ code: 'already-starts-sshd', severity: 'info' }])
  })

  test('our own is taken back as it is', () => {
    const ours = buildStartCommand({ existing: "server 'a b'" }).text
    expect(buildStartCommand({ existing: ours }).text).toBe(ours)
  })

  test.each([
    `bash -c 'mkdir -p ~/.ssh; cd $_; echo "$RUNPOD_SSH_PUBLIC_KEY" >> authorized_keys; service ssh start; sleep infinity'`,
    `bash -c "mkdir -p ~/.ssh; cd ~/.ssh; echo \${SSH_PUBLIC_KEY} >> authorized_keys; service ssh start; sleep infinity"`,
    `bash -c 'mkdir -p ~/.ssh; cd ~/.ssh; echo $PUBLIC_KEY >> authorized_keys; service ssh start; sleep infinity'`,
  ])('dead names and missing quotes are repaired: %s', async (existing) => {
    const { text, problems } = buildStartCommand({ existing })
    expect(problems.map(({ severity }) => severity)).toContain('warning')
    const { home } = await runCommand(text)
    expect(await readFile(join(home, '.ssh', 'authorized_keys'), 'utf8')).toBe(`${KEYS}\n`)
  })

  test('the options of the shell stay', () => {
    const existing = 'bash -lc "echo $SSH_PUBLIC_KEY >> ~/.ssh/authorized_keys; service ssh start"'
    expect(buildStartCommand({ existing }).text).toBe(
      `bash -lc 'echo "$PUBLIC_KEY" >> ~/.ssh/authorized_keys; service ssh start'`,
    )
  })

  test.each(['/start.sh', "bash -c '/start.sh'", 'bash -c "pip install x && /start.sh"'])(
    'official images start sshd themselves: %s',
    (existing) => {
      const { text, problems } = buildStartCommand({ existing })
      expect(text).toBe(existing)
      expect(problems).toMatchObject([{ code: 'official-start-script', severity: 'info' }])
    },
  )

  test('a dead name in an unrelated command is only mentioned', () => {
    const { text, problems } = buildStartCommand({ existing: 'server "$SSH_PUBLIC_KEY"' })
    expect(text).toContain('exec server "$SSH_PUBLIC_KEY"')
    expect(problems).toMatchObject([{ code: 'dead-variable', severity: 'warning' }])
  })
})
