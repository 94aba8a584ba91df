/** What to send, paste or run: the request is checked, and the commands run in real shells. */

import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CreateHelp, CreateHelpParams } from '../../../../main/contract/methods.ts'
import { run } from '../../../../main/system/run.ts'
import { createWorld, newLine, vector, type World } from '../account-keys/support.ts'
import { startServer } from '../api/support.ts'
import { helpIn, ODD } from './support.ts'

let world: World
let accountKeyIds: readonly string[] | null

beforeEach(() => {
  world = createWorld()
  accountKeyIds = ['SHA256:someone']
})
afterEach(() => world.remove())

const help = (params: CreateHelpParams) => helpIn(world, accountKeyIds, params)
const codes = ({ problems }: CreateHelp) => problems.map(({ code }) => code)
const WHOLE = { name: 'my pod', image: 'me/image:1', gpu: 'NVIDIA L4' } as const

describe('the request', () => {
  test('a pod with the keys of the account', async () => {
    const value = await help({ what: 'pod', ...WHOLE })
    expect(JSON.parse(value.json)).toEqual({
      name: 'my pod',
      image: 'me/image:1',
      gpu: { id: 'NVIDIA L4', count: 1 },
      disk: 50,
      ports: ['22/tcp'],
      startSsh: true,
    })
    expect(value).toMatchObject({ startCommand: null, environment: [], problems: [] })
  })

  test('keys for this pod alone, each on a line of its own and with a name', async () => {
    const bare = newLine()
    const ids = [await world.addPair('one', newLine('me')), await world.addPair('two', bare)]
    accountKeyIds = ids.slice(0, 1)
    const value = await help({ what: 'pod', ...WHOLE, keyIds: ids })
    const { PUBLIC_KEY } = JSON.parse(value.json).env
    expect(PUBLIC_KEY.split('\n')).toEqual([expect.stringMatching(/ me$/), `${bare} two@laptop`])
    expect(value.environment).toEqual([{ name: 'PUBLIC_KEY', value: PUBLIC_KEY }])
    expect(codes(value)).toEqual(['not-on-the-proxy', 'several-lines'])
    expect(value.problems[0]?.detail).toContain('two')
    expect(value.problems[0]?.detail).not.toContain('one,')
  })

  test('an image of one’s own gets a command that starts SSH, around its own', async () => {
    const value = await help({
      what: 'pod',
      ...WHOLE,
      customImage: true,
      startCommand: 'python app.py --key "$SSH_PUBLIC_KEY"',
    })
    const { args } = JSON.parse(value.json)
    expect(args).toMatch(/^bash -c '.*service ssh start; exec python app\.py/)
    expect(value.startCommand).toBe(args)
    expect(codes(value)).toEqual(['dead-variable', 'start-command-replaces'])
  })

  test('a start command replaces the one of an official image, too', async () => {
    const value = await help({ what: 'pod', ...WHOLE, startCommand: 'python app.py' })
    expect(value.startCommand).toContain('service ssh start')
    const own = await help({ what: 'pod', ...WHOLE, startCommand: '/start.sh' })
    expect(own.startCommand).toBe('/start.sh')
    expect(codes(own)).toEqual(['official-start-script'])
  })

  test('a command that cannot be read is left out and said', async () => {
    const value = await help({ what: 'pod', ...WHOLE, startCommand: "python 'x" })
    expect(value.startCommand).toBeNull()
    expect(JSON.parse(value.json)).not.toHaveProperty('args')
    expect(codes(value)).toEqual(['unbalanced-quotes'])
  })

  test('a template with keys is warned of', async () => {
    const id = await world.addPair('one', newLine('me'))
    accountKeyIds = [id]
    const value = await help({ what: 'template', ...WHOLE, keyIds: [id] })
    expect(JSON.parse(value.json)).not.toHaveProperty('gpu')
    expect(codes(value)).toEqual(['keys-in-template', 'runpodctl-template-api'])
  })
})

describe('what has to be true for it', () => {
  test('without a key on the account startSsh does nothing', async () => {
    accountKeyIds = []
    const value = await help({ what: 'pod', ...WHOLE })
    expect(value.problems).toMatchObject([{ code: 'no-account-key', severity: 'error' }])
  })

  test('keys of its own help then', async () => {
    accountKeyIds = []
    const id = await world.addPair('one', newLine('me'))
    expect(codes(await help({ what: 'pod', ...WHOLE, keyIds: [id] }))).toEqual(['not-on-the-proxy'])
  })

  test('an account that could not be read is not taken for an empty one', async () => {
    accountKeyIds = null
    expect(codes(await help({ what: 'pod', ...WHOLE }))).toEqual(['account-not-read'])
  })

  test('examples are called examples', async () => {
    expect(codes(await help({ what: 'pod' }))).toEqual(['examples-to-replace'])
  })

  test('a key that no pod could use is refused', async () => {
    const id = await world.addPair('old', `${vector('dsa-1024')} me`)
    await expect(help({ what: 'pod', keyIds: [id] })).rejects.toMatchObject({ code: 'unsupported' })
    await expect(help({ what: 'pod', keyIds: ['SHA256:x'] })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('curl, in real shells against the local server', () => {
  const shells = ['bash', 'dash', 'zsh'].filter((name) => existsSync(`/usr/bin/${name}`))

  test.each(shells)('%s sends the request, and RunPod’s checks take it', async (shell) => {
    for (const what of ['pod', 'template'] as const) {
      const id = await world.addPair('one', newLine(`it's me`))
      const value = await help({ ...ODD, what, keyIds: [id] })
      const server = await startServer({ keys: [newLine('a')] })
      const text = value.curl.replace('https://api.runpod.io', server.url)
      const env = { PATH: '/usr/bin:/bin', HOME: homedir(), RUNPOD_API_KEY: server.apiKey }
      const result = await run([shell, '-c', text], { timeoutMs: 20_000, env })
      expect(result).toMatchObject({ exitCode: 0, stderr: '' })
      const [request] = server.requests
      expect(request).toMatchObject({ method: 'POST', path: `/v2/${what}s`, bearer: 'right' })
      expect(request?.body).toEqual(JSON.parse(value.json))
      expect(JSON.parse(result.stdout)).toHaveProperty('id')
    }
  })

  test('the API key is in no argument of a program, and a missing one is said', async () => {
    const { curl } = await help({ what: 'pod', ...WHOLE })
    const home = await mkdtemp(join(homedir(), 'argv-'))
    const file = join(home, 'curl')
    await writeFile(file, '#!/bin/sh\nprintf "%s\\n" "$@" > "$HOME/argv"\ncat > "$HOME/stdin"\n')
    await chmod(file, 0o700)
    const env = { PATH: `${home}:/usr/bin:/bin`, HOME: home }
    const without = await run(['sh', '-c', curl], { timeoutMs: 10_000, env })
    expect(without.exitCode).not.toBe(0)
    expect(without.stderr).toContain('Set it to your API key of RunPod first')
    expect(existsSync(join(home, 'argv'))).toBe(false)
    await run(['sh', '-c', curl], { timeoutMs: 10_000, env: { ...env, RUNPOD_API_KEY: 'canary1' } })
    expect(await readFile(join(home, 'argv'), 'utf8')).not.toContain('canary1')
    expect(await readFile(join(home, 'stdin'), 'utf8')).toBe(
      'header = "Authorization: Bearer canary1"\n',
    )
  })

  test('a refusal ends with an error', async () => {
    const { curl } = await help({ what: 'pod', ...WHOLE })
    const server = await startServer()
    const env = { PATH: '/usr/bin:/bin', HOME: homedir(), RUNPOD_API_KEY: 'wrong' }
    const text = curl.replace('https://api.runpod.io', server.url)
    const result = await run(['sh', '-c', text], { timeoutMs: 20_000, env })
    expect(result.exitCode).not.toBe(0)
    expect(result.stdout).toContain('invalid bearer token')
  })
})

describe('runpodctl', () => {
  /** A program of that name that notes its arguments: the real one cannot be had here. */
  async function argvOf(text: string): Promise<readonly string[]> {
    const home = await mkdtemp(join(homedir(), 'runpodctl-'))
    const bin = join(home, 'bin')
    await mkdir(bin)
    await writeFile(
      join(bin, 'runpodctl'),
      '#!/bin/sh\nfor word in "$@"; do printf "%s\\036" "$word"; done > "$HOME/argv"\n',
    )
    await chmod(join(bin, 'runpodctl'), 0o700)
    const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: home }
    expect(await run(['sh', '-c', text], { timeoutMs: 10_000, env })).toMatchObject({ stderr: '' })
    return (await readFile(join(home, 'argv'), 'utf8')).split('\x1e').slice(0, -1)
  }

  test('a pod: every value arrives as it is', async () => {
    const id = await world.addPair('one', newLine(`it's me`))
    const value = await help({ ...ODD, keyIds: [id] })
    const { env, args } = JSON.parse(value.json)
    expect(await argvOf(value.runpodctl)).toEqual([
      ...['pod', 'create', '--name', ODD.name, '--image', 'me/image:1', '--gpu-id', 'NVIDIA L4'],
      ...['--container-disk-in-gb', '50', '--ports', '22/tcp', '--env', JSON.stringify(env)],
      ...['--docker-args', args, '--ssh'],
    ])
  })

  test('a template: the command is split at commas, so it must have none', async () => {
    const value = await help({ what: 'template', ...WHOLE, startCommand: 'python app.py' })
    const argv = await argvOf(value.runpodctl)
    const words = argv.at(-1)?.split(',') ?? []
    expect(argv.at(-2)).toBe('--docker-start-cmd')
    expect(words.slice(0, 2)).toEqual(['bash', '-c'])
    expect(words).toHaveLength(3)
    expect(`bash -c '${words[2]}'`).toBe(value.startCommand)
    const odd = await help({ ...ODD, what: 'template' })
    expect(codes(odd)).toContain('runpodctl-splits-at-commas')
    expect(odd.runpodctl).not.toContain('--docker-start-cmd')
  })
})
