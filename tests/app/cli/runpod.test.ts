/** `keypilot runpod`, with the real services and RunPod's local stand-in. */

import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from '../../../app/cli/cli.ts'
import { createKeypilot } from '../../../main/app.ts'
import { resolvePaths } from '../../../main/storage/index.ts'
import {
  directEntry,
  endpointEntry,
  podEntry,
  proxyEntry,
  type RunpodApiServer,
  startRunpodApi,
} from '../../support/runpod-api/index.ts'
import { type FakeTerminalOptions, fakeTerminal } from './fake-terminal.ts'

let server: RunpodApiServer
const NOBODY = process.env.KEYPILOT_RUNPOD_URL

beforeEach(async () => {
  const { dataDir, sshDir } = resolvePaths()
  await rm(dataDir, { recursive: true, force: true })
  await rm(sshDir, { recursive: true, force: true })
  server = await startRunpodApi({ pods: [podEntry()], endpoints: [endpointEntry()] })
  process.env.KEYPILOT_RUNPOD_URL = server.url
  process.env.RUNPOD_API_KEY = server.apiKey
})
afterEach(async () => {
  await server.stop()
  process.env.KEYPILOT_RUNPOD_URL = NOBODY
  delete process.env.RUNPOD_API_KEY
  await rm(join(homedir(), '.runpod'), { recursive: true, force: true })
})

async function keypilot(args: readonly string[], options: FakeTerminalOptions = {}) {
  const terminal = fakeTerminal({ width: 200, ...options })
  const code = await runCli(['runpod', ...args], {
    terminal,
    version: '1.2.3',
    rendererDir: '/nowhere',
    start: createKeypilot,
  })
  const [out, err] = [terminal.stdout(), terminal.stderr()]
  expect(out + err).not.toContain(server.apiKey)
  return { code, out, err, asked: terminal.asked }
}

const withoutKey = () => {
  delete process.env.RUNPOD_API_KEY
}

describe('keypilot runpod status', () => {
  it('says where the key comes from, and asks RunPod nothing', async () => {
    const { code, out } = await keypilot([])
    expect([code, out.split('\n')[0]]).toEqual([0, 'API key: from the variable RUNPOD_API_KEY'])
    expect(server.requests).toEqual([])
  })

  it('says how to give one, and whether runpodctl has one', async () => {
    withoutKey()
    await mkdir(join(homedir(), '.runpod'), { recursive: true })
    await writeFile(join(homedir(), '.runpod', 'config.toml'), "apikey = 'rpa_NOTREAD'")
    const { out } = await keypilot(['status'])
    expect(out).toContain('API key: none')
    expect(out).toContain('set the environment variable RUNPOD_API_KEY')
    expect(out).toContain('config.toml. Keypilot does not read it by itself.')
    expect(out).not.toContain('NOTREAD')
  })
})

describe('keypilot runpod pods', () => {
  it('prints each pod with its commands', async () => {
    const { code, out } = await keypilot(['pods'])
    expect(code).toBe(0)
    expect(out).toBe(
      [
        'pytorch-training  (7h9k2m4n6p)',
        '  RUNNING · NVIDIA GeForce RTX 4090 · US-KS-2 · $0.44 an hour',
        '  direct  ssh root@195.26.233.3 -p 34446',
        '  proxy   ssh 7h9k2m4n6p-64411eb2@ssh.runpod.io',
        '',
      ].join('\n'),
    )
  })

  it('prints what a pod waits for, what is wrong, and hostile names harmlessly', async () => {
    server.setPods([
      podEntry({
        name: '\u001b[2Jevil',
        status: 'STARTING',
        ssh: { proxy: proxyEntry('7h9k2m4n6p'), direct: null },
        env: { PUBLIC_KEY: 'null' },
      }),
    ])
    const { out } = await keypilot(['pods'])
    expect(out).toContain('Waiting for its public port')
    expect(out).toContain('✗ The pod has the word “null” in the place of a key')
    expect(out).not.toContain('\u001b')
  })

  it('prints the envelope for scripts, and never asks then', async () => {
    const { out } = await keypilot(['pods', '--json'])
    expect(JSON.parse(out)).toMatchObject({ ok: true, value: { pods: [{ id: '7h9k2m4n6p' }] } })
    withoutKey()
    const without = await keypilot(['pods', '--json'], { interactive: true })
    expect([without.code, without.asked]).toEqual([1, []])
    expect(JSON.parse(without.out)).toMatchObject({ ok: false, error: { code: 'no-api-key' } })
  })

  it('says when there are none', async () => {
    server.setPods([])
    expect((await keypilot(['pods'])).out).toBe('There are no pods on this account.\n')
  })

  it('asks for the key where there is none and somebody is there', async () => {
    withoutKey()
    const answers = [server.apiKey]
    const { code, out, asked } = await keypilot(['pods'], { interactive: true, answers })
    expect([code, asked]).toEqual([0, ['RunPod API key (not shown): ']])
    expect(out).toContain('pytorch-training')
  })

  it.each([
    ['is wrong', ['rpa_wrong'], /does not accept the API key/],
    ['has a space', ['rpa two'], /a space in it/],
    ['is not given', [], /No API key was given/],
  ])('ends when the key %s', async (_what, answers, message) => {
    withoutKey()
    const { code, err } = await keypilot(['pods'], { interactive: true, answers })
    expect([code, err]).toEqual([1, expect.stringMatching(message)])
  })

  it('says what is wrong when RunPod cannot be reached', async () => {
    await server.stop()
    const { code, err } = await keypilot(['pods'])
    expect([code, err]).toEqual([1, expect.stringContaining('refuses the connection')])
  })
})

describe('keypilot runpod workers', () => {
  it('prints each worker with its command', async () => {
    const { code, out } = await keypilot(['workers'])
    expect(code).toBe(0)
    expect(out).toContain('image-generator  (4m7x2k9q)\n  active workers 1, at most 5\n')
    expect(out).toContain('    ssh h01e202zhqq90o-64410bd8@ssh.runpod.io\n')
  })
})

describe('keypilot runpod save', () => {
  it('saves a pod by its name, and says in the list how to move it', async () => {
    const { code, out } = await keypilot(['save', 'pytorch-training'])
    expect([code, out]).toEqual([0, 'Saved as pytorch-training (root@195.26.233.3, port 34446).\n'])
    const ssh = { proxy: proxyEntry('7h9k2m4n6p'), direct: directEntry('195.26.233.9', 2_222) }
    server.setPods([podEntry({ ssh })])
    expect((await keypilot(['pods'])).out).toContain('keypilot runpod save 7h9k2m4n6p\n')
    expect((await keypilot(['save', '7h9k2m4n6p'])).out).toContain('195.26.233.9, port 2222')
    expect((await keypilot(['pods'])).out).toContain('Saved as pytorch-training.\n')
  })

  it('saves the way through the proxy', async () => {
    const { out } = await keypilot(['save', '7h9k2m4n6p', '--proxy'])
    expect(out).toContain('7h9k2m4n6p-64411eb2@ssh.runpod.io, port 22')
  })

  it('needs the id when a name is not the only one', async () => {
    server.setPods([podEntry(), podEntry({ id: 'other' })])
    const { code, err } = await keypilot(['save', 'pytorch-training'])
    expect([code, err]).toEqual([2, expect.stringContaining('Give the id: 7h9k2m4n6p, other')])
  })

  it.each([
    [['save'], 2, /Which pod/],
    [['save', 'gone'], 1, /does not list this pod any more/],
    [['save', '7h9k2m4n6p', '--key', 'nope'], 1, /no key called "nope"/],
    [['pods', 'x'], 2, /Only "save" names a pod/],
    [['destroy'], 2, /is none of: status, pods/],
  ])('%j ends with %i', async (args, code, message) => {
    const result = await keypilot(args)
    expect([result.code, result.err]).toEqual([code, expect.stringMatching(message)])
  })
})

describe('the API key', () => {
  it('is checked for what it may read', async () => {
    expect((await keypilot(['check-key'])).out).toContain('RunPod accepts the API key.')
    server.setFaults([
      { fault: { kind: 'status', status: 403 }, path: '/v2/account/ssh-keys', times: 9 },
    ])
    const { code, out } = await keypilot(['check-key'])
    expect([code, out]).toEqual([1, expect.stringContaining('may not be read')])
  })

  it('is not kept by set-key, which says so', async () => {
    withoutKey()
    const { code, out } = await keypilot(['set-key'], {
      interactive: true,
      answers: [server.apiKey],
    })
    expect([code, out]).toEqual([0, expect.stringContaining('The key was not kept')])
    expect((await keypilot([])).out).toContain('API key: none')
    expect((await keypilot(['set-key'])).code).toBe(2)
  })

  it('that the desktop app stored is removed after a yes', async () => {
    withoutKey()
    const { dataDir } = resolvePaths()
    const file = join(dataDir, 'runpod-api-key.json')
    await mkdir(dataDir, { recursive: true })
    await writeFile(file, '{"version":1,"encrypted":"AAAA"}')
    expect((await keypilot([])).out).toContain('The desktop app keeps an API key')
    expect((await keypilot(['remove-key'])).code).toBe(2)
    const no = await keypilot(['remove-key'], { interactive: true, answers: ['n'] })
    expect([no.code, (await stat(file)).isFile()]).toEqual([1, true])
    const yes = await keypilot(['remove-key'], { interactive: true, answers: ['y'] })
    expect(yes.out).toContain('No API key is stored on this computer now.')
    await expect(stat(file)).rejects.toThrow('ENOENT')
    process.env.RUNPOD_API_KEY = server.apiKey
    expect((await keypilot(['remove-key', '--yes'])).out).toContain('RUNPOD_API_KEY is still set')
  })
})
