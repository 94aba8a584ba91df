/** The API key: its sources, how it is checked, kept and removed, and that it stays where it is. */

import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { HostSecrets } from '../../../main/app.ts'
import { resolvePaths } from '../../../main/storage/index.ts'
import { appWorld, worldOf } from './world.ts'

/** Stands in for the keyring: reversible, and not the text itself. */
function keyring(options: { broken?: boolean; encrypted?: boolean } = {}) {
  const asked: string[] = []
  const turned = (data: Uint8Array) => Buffer.from(data.map((byte) => byte ^ 0x5a))
  const secrets: HostSecrets = {
    available: async () => ({ encrypted: options.encrypted ?? true, detail: 'a test' }),
    encrypt: async (text) => turned(Buffer.from(text)),
    async decrypt(data) {
      asked.push('decrypt')
      if (options.broken) throw new Error('wrong key')
      return turned(data).toString()
    },
  }
  return { secrets, asked, options }
}

const file = () => join(resolvePaths().dataDir, 'runpod-api-key.json')
const runpodFolder = () => join(homedir(), '.runpod')

afterEach(() => rm(runpodFolder(), { recursive: true, force: true }))

describe('where the key comes from', () => {
  it('is nowhere at first, and nothing is asked of RunPod', async () => {
    const { value, server } = await appWorld({ variable: null })
    expect(await value('runpod.status', {})).toEqual({
      source: null,
      storage: { encrypted: false, detail: expect.stringContaining('until Keypilot ends') },
      offers: [],
      problems: [expect.objectContaining({ code: 'runpod-elsewhere' })],
    })
    expect(server.requests).toEqual([])
  })

  it('is the environment before anything else, and says so', async () => {
    const { secrets } = keyring()
    const { value, server } = await appWorld({ secrets })
    const status = await value('runpod.setApiKey', { apiKey: server.apiKey })
    expect(status.source).toBe('environment')
    expect(status.problems).toContainEqual(
      expect.objectContaining({ code: 'api-key-from-variable' }),
    )
  })

  it('is not a variable that holds no key', async () => {
    const { value, error } = await appWorld({ variable: 'two words' })
    const status = await value('runpod.status', {})
    expect(status.source).toBeNull()
    expect(status.problems?.map(({ code }) => code)).toContain('api-key-variable-unusable')
    expect((await error('runpod.pods', {})).code).toBe('no-api-key')
  })

  it('is memory where the host cannot keep secrets, and gone with the run', async () => {
    const { value, server } = await appWorld({ variable: null })
    expect(await value('runpod.setApiKey', { apiKey: ` ${server.apiKey}\n` })).toMatchObject({
      source: 'this-run',
    })
    expect(await value('runpod.pods', {})).toMatchObject({ pods: [] })
    await expect(stat(file())).rejects.toThrow('ENOENT')
    expect(await worldOf(server).value('runpod.status', {})).toMatchObject({ source: null })
  })

  it('is memory where only readable storage is to be had', async () => {
    const { secrets } = keyring({ encrypted: false })
    const { value, server } = await appWorld({ variable: null, secrets })
    expect(await value('runpod.setApiKey', { apiKey: server.apiKey })).toMatchObject({
      source: 'this-run',
      storage: { encrypted: false, detail: 'a test' },
    })
    await expect(stat(file())).rejects.toThrow('ENOENT')
  })

  it('is memory where the password store fails', async () => {
    const { secrets } = keyring()
    const failing = { ...secrets, available: () => Promise.reject(new Error('no bus')) }
    const { value, server } = await appWorld({ variable: null, secrets: failing })
    expect(await value('runpod.setApiKey', { apiKey: server.apiKey })).toMatchObject({
      source: 'this-run',
      storage: { encrypted: false, detail: expect.stringContaining('does not answer') },
    })
  })

  it('is the encrypted file at the next start, decrypted once', async () => {
    const { secrets, asked } = keyring()
    const { value, server } = await appWorld({ variable: null, secrets })
    expect(await value('runpod.setApiKey', { apiKey: server.apiKey })).toMatchObject({
      source: 'stored',
    })
    const next = worldOf(server, secrets)
    expect(await next.value('runpod.status', {})).toMatchObject({ source: 'stored' })
    await next.value('runpod.pods', {})
    expect(asked).toEqual(['decrypt'])
  })
})

describe('the stored key', () => {
  it('lies in a file for its owner alone, and is not readable in it', async () => {
    const { secrets } = keyring()
    const { value, server, keypilot } = await appWorld({ variable: null, secrets })
    await value('runpod.setApiKey', { apiKey: server.apiKey })
    await keypilot.close()
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    const { dataDir } = keypilot.paths
    for (const name of await readdir(dataDir, { recursive: true })) {
      const path = join(dataDir, name)
      if (!(await stat(path)).isFile()) continue
      const text = (await readFile(path)).toString('latin1')
      expect(text, name).not.toContain(server.apiKey)
      expect(text, name).not.toContain(Buffer.from(server.apiKey).toString('base64'))
    }
  })

  it('is removed without a trace, and can be entered again', async () => {
    const { secrets } = keyring()
    const { value, error, server, keypilot } = await appWorld({ variable: null, secrets })
    await value('runpod.setApiKey', { apiKey: server.apiKey })
    expect(await value('runpod.removeApiKey', {})).toMatchObject({ source: null })
    await expect(stat(file())).rejects.toThrow('ENOENT')
    await expect(readdir(keypilot.paths.backupsDir)).rejects.toThrow('ENOENT')
    expect((await error('runpod.pods', {})).code).toBe('no-api-key')
    expect(await value('runpod.removeApiKey', {})).toMatchObject({ source: null })
    expect(await value('runpod.setApiKey', { apiKey: server.apiKey })).toMatchObject({
      source: 'stored',
    })
  })

  it('stays where it is when it cannot be decrypted, and comes back with the keyring', async () => {
    const { secrets, options } = keyring()
    const { value, server } = await appWorld({ variable: null, secrets })
    await value('runpod.setApiKey', { apiKey: server.apiKey })
    const before = await readFile(file())
    options.broken = true
    const status = await worldOf(server, secrets).value('runpod.status', {})
    expect(status.source).toBeNull()
    expect(status.problems?.map(({ code }) => code)).toContain('stored-key-unreadable')
    expect(await readFile(file())).toEqual(before)
    options.broken = false
    expect(await worldOf(server, secrets).value('runpod.status', {})).toMatchObject({
      source: 'stored',
    })
  })

  it('is said to belong to the desktop app where the host has no keyring', async () => {
    const { secrets } = keyring()
    const { value, server } = await appWorld({ variable: null, secrets })
    await value('runpod.setApiKey', { apiKey: server.apiKey })
    const status = await worldOf(server).value('runpod.status', {})
    expect(status.source).toBeNull()
    expect(status.problems?.map(({ code }) => code)).toContain('stored-key-of-desktop')
  })

  it.each(['', '{', '[]', '{"version":1}', '{"version":1,"encrypted":"***"}', '\0'.repeat(99_999)])(
    'may be damaged: %j',
    async (content) => {
      const { secrets } = keyring()
      const { value, server } = await appWorld({ variable: null, secrets })
      await mkdir(resolvePaths().dataDir, { recursive: true })
      await writeFile(file(), content)
      const status = await value('runpod.status', {})
      expect(status.problems?.map(({ code }) => code)).toContain('stored-key-damaged')
      expect(await value('runpod.setApiKey', { apiKey: server.apiKey })).toMatchObject({
        source: 'stored',
      })
    },
  )
})

describe('a key that is entered', () => {
  it.each([
    ['rpa_two words', 'a space'],
    ['rpa_one\nrpa_two', 'more than one line'],
    ['rpa_ABC…XYZ', '“…”'],
    ['   ', 'empty'],
    ['r'.repeat(600), 'too long'],
  ])('%j is refused without being sent or repeated', async (apiKey, why) => {
    const { error, server } = await appWorld({ variable: null })
    const refused = await error('runpod.setApiKey', { apiKey })
    expect([refused.code, refused.message]).toEqual(['invalid-value', expect.stringContaining(why)])
    if (apiKey.trim() !== '') expect(refused.message).not.toContain(apiKey.trim().slice(4, 12))
    expect(server.requests).toEqual([])
  })

  it('is not stored when RunPod does not accept it, and the old one stays', async () => {
    const { secrets } = keyring()
    const { value, error, server } = await appWorld({ variable: null, secrets })
    await value('runpod.setApiKey', { apiKey: server.apiKey })
    const before = await readFile(file())
    const refused = await error('runpod.setApiKey', { apiKey: 'rpa_WRONGCANARY12345' })
    expect(refused.code).toBe('unauthorized')
    expect(JSON.stringify(refused)).not.toContain('WRONGCANARY')
    expect(await readFile(file())).toEqual(before)
    expect(await value('runpod.pods', {})).toMatchObject({ pods: [] })
  })

  it('is not stored when RunPod cannot be reached', async () => {
    const { secrets } = keyring()
    const { error, server } = await appWorld({ variable: null, secrets })
    await server.stop()
    expect((await error('runpod.setApiKey', { apiKey: 'rpa_x' })).code).toBe('offline')
    await expect(stat(file())).rejects.toThrow('ENOENT')
  })
})

describe('a restricted key', () => {
  const forbidden = { kind: 'status', status: 403, detail: 'access denied' } as const
  const keys = { fault: forbidden, path: '/v2/account/ssh-keys', times: 9 }
  const pods = { fault: forbidden, path: '/v2/pods', times: 9 }

  it('is kept when it may read something, and what is missing is said', async () => {
    const { value, server } = await appWorld({ variable: null, faults: [keys] })
    expect(await value('runpod.setApiKey', { apiKey: server.apiKey })).toMatchObject({
      source: 'this-run',
    })
    expect(await value('runpod.checkApiKey', {})).toEqual({
      accountKeys: 'refused',
      pods: 'allowed',
      problems: [
        expect.objectContaining({
          code: 'account-keys-refused',
          detail: expect.stringContaining('Read/Write'),
        }),
      ],
    })
  })

  it('is not kept when it may read nothing', async () => {
    const { value, error, server } = await appWorld({ variable: null, faults: [keys, pods] })
    expect(await error('runpod.setApiKey', { apiKey: server.apiKey })).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('Nothing was stored'),
    })
    expect(await value('runpod.status', {})).toMatchObject({ source: null })
  })
})

describe('the key of runpodctl', () => {
  async function config(text: string) {
    await mkdir(runpodFolder(), { recursive: true })
    await writeFile(join(runpodFolder(), 'config.toml'), text)
  }

  it('is offered, and used only when it is asked for', async () => {
    const { value, server } = await appWorld({ variable: null })
    await config(`apiurl = 'https://api.runpod.io/graphql'\napikey = '${server.apiKey}'\n`)
    expect(await value('runpod.status', {})).toMatchObject({
      source: null,
      offers: [{ from: 'runpodctl', path: join(runpodFolder(), 'config.toml') }],
    })
    expect(server.requests).toEqual([])
    expect(await value('runpod.setApiKey', { from: 'runpodctl' })).toMatchObject({
      source: 'this-run',
    })
  })

  it.each([
    ['', 'not-found'],
    ["apikey = ''", 'not-found'],
    ['apikey: rpa_x', 'not-found'],
    ["apikey = 'rpa_unended", 'not-found'],
    ["apikey = 'two words'", 'invalid-value'],
    [`${'#'.repeat(70_000)}\napikey = 'rpa_x'`, 'unreadable'],
  ])('is not found in %j', async (text, code) => {
    const { error } = await appWorld({ variable: null })
    await config(text)
    expect((await error('runpod.setApiKey', { from: 'runpodctl' })).code).toBe(code)
  })

  it('says when the file is gone', async () => {
    const { error } = await appWorld({ variable: null })
    expect((await error('runpod.setApiKey', { from: 'runpodctl' })).code).toBe('not-found')
  })
})

it('is in no log line', async () => {
  const { value, error, server, keypilot } = await appWorld({ variable: null })
  server.setFaults([{ fault: { kind: 'status', status: 500, detail: server.apiKey }, times: 3 }])
  await error('runpod.setApiKey', { apiKey: server.apiKey })
  await value('runpod.setApiKey', { apiKey: server.apiKey })
  await value('runpod.removeApiKey', {})
  await keypilot.close()
  const log = await readFile(keypilot.log.file, 'utf8')
  expect(log).toContain('runpod-key-set')
  expect(log).not.toContain(server.apiKey)
})
