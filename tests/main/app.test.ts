/** The services behind one dispatcher, as a host gets them. */

import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createKeypilot, type HostActions } from '../../main/app.ts'
import type { MethodName, Params, Result, Settings, Value } from '../../main/contract/methods.ts'
import { linkUrl } from '../../main/system/links.ts'

const target = { user: 'root', host: '203.0.113.7', port: 10022, kind: 'runpod-direct' } as const

let opened: string[]
let revealed: string[]
let saved: Settings[]
let answers: [string, boolean][]
let keypilot: ReturnType<typeof createKeypilot>

beforeEach(() => {
  opened = []
  revealed = []
  saved = []
  answers = []
  const host: HostActions = {
    kind: 'electron',
    openLink: async (url) => opened.push(url) > 0,
    reveal: async (path) => revealed.push(path) > 0,
    answerConfirm: (id, accept) => id === 'open' && answers.push([id, accept]) > 0,
  }
  const onSettingsSaved = (settings: Settings) => {
    saved.push(settings)
  }
  keypilot = createKeypilot({ host, version: '1.2.3', onSettingsSaved })
})

function call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<Value<M>>> {
  return keypilot.dispatch(method, params, {
    callId: 'x',
    host: 'electron',
    signal: new AbortController().signal,
    confirm: async () => true,
    progress: () => {},
  }) as Promise<Result<Value<M>>>
}

/** The value, or the failure as an exception. */
async function expectValue<M extends MethodName>(method: M, params: Params<M>): Promise<Value<M>> {
  const result = await call(method, params)
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

it('makes nothing on disk by itself', () => {
  expect(existsSync(keypilot.paths.dataDir)).toBe(false)
  expect(existsSync(keypilot.paths.sshDir)).toBe(false)
})

describe('pages and folders', () => {
  it('opens pages by id', async () => {
    const url = linkUrl('runpod-settings')
    expect(await expectValue('system.openLink', { link: 'runpod-settings' })).toEqual({
      url,
      opened: true,
    })
    expect(opened).toEqual([url])
    expect(url).toMatch(/^https:\/\//)
  })

  it('shows a folder, or says why there is none yet', async () => {
    const absent = await call('system.reveal', { what: 'ssh-folder' })
    expect(absent).toMatchObject({ ok: false, error: { code: 'not-found' } })
    mkdirSync(keypilot.paths.sshDir, { mode: 0o700 })
    expect(await expectValue('system.reveal', { what: 'ssh-folder' })).toEqual({
      path: keypilot.paths.sshDir,
      shown: true,
    })
    expect(revealed).toEqual([keypilot.paths.sshDir])
    expect(await call('system.reveal', { what: 'backups' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    })
  })

  it('shows the log file once there is one', async () => {
    keypilot.log.info('test')
    await keypilot.close()
    const { path } = await expectValue('system.reveal', { what: 'log' })
    expect(path).toBe(keypilot.log.file)
  })
})

describe('settings', () => {
  it('are stored, and the host hears of it', async () => {
    await expectValue('settings.save', { theme: 'dark' })
    expect(saved).toMatchObject([{ theme: 'dark' }])
    expect(await keypilot.readSettings()).toMatchObject({ theme: 'dark' })
    expect(await expectValue('settings.read', {})).toEqual(saved[0])
  })
})

describe('a command for a key', () => {
  const params = { target, shell: 'posix', purpose: 'ssh' } as const

  it('names the private file of that key', async () => {
    const key = await expectValue('keys.generate', { name: 'pod', comment: 'me@laptop' })
    const { text } = await expectValue('sshCommand.render', { ...params, keyId: key.id })
    expect(text).toContain(join(keypilot.paths.sshDir, 'pod').replace(keypilot.paths.home, '~'))
    expect(text).toContain('-p 10022')
  })

  it('takes one key, and no more', async () => {
    const both = { ...params, keyId: 'SHA256:x', identityFile: '/k' }
    expect(await call('sshCommand.render', both)).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    })
  })

  it('needs a key that is there', async () => {
    expect(await call('sshCommand.render', { ...params, keyId: 'SHA256:x' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    })
  })
})

describe('a terminal', () => {
  it('is not opened for what ssh would take for an option', async () => {
    const evil = { ...target, host: '-oProxyCommand=touch' }
    expect(await call('terminal.open', { target: evil })).toMatchObject({
      ok: false,
      error: { code: 'invalid-value' },
    })
  })

  it('is refused with a way out where there is none', async () => {
    const { DISPLAY, WAYLAND_DISPLAY } = process.env
    delete process.env.DISPLAY
    delete process.env.WAYLAND_DISPLAY
    try {
      const result = await call('terminal.open', { target })
      expect(result).toMatchObject({ ok: false, error: { code: 'unsupported' } })
      expect(JSON.stringify(result)).toMatch(/copy/i)
    } finally {
      Object.assign(process.env, { ...(DISPLAY && { DISPLAY }) })
      Object.assign(process.env, { ...(WAYLAND_DISPLAY && { WAYLAND_DISPLAY }) })
    }
  })
})

describe('an answer to a question', () => {
  it('reaches the host', async () => {
    expect(await expectValue('confirm.answer', { id: 'open', accept: false })).toEqual({
      accepted: false,
    })
    expect(answers).toEqual([['open', false]])
  })

  it('comes too late for a question that is closed', async () => {
    expect(await call('confirm.answer', { id: 'closed', accept: true })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    })
  })
})
