/** ssh itself answers: which blocks have matched, and what was run with whose consent. */

import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConfirmPrompt, EffectiveParams } from '../../../../main/contract/methods.ts'
import { createSshConfigService } from '../../../../main/ssh-config/index.ts'
import { findSshClient } from '../../../../main/system/ssh-client.ts'
import { type ConfigFolder, configFolder } from '../support.ts'
import { surroundingsHere } from './ssh-oracle.ts'

let folder: ConfigFolder
let prompts: ConfirmPrompt[]
beforeEach(async () => {
  folder = await configFolder()
  prompts = []
})
afterEach(() => folder.remove())

async function ask(text: string, params: EffectiveParams, consent = true, client = true) {
  await folder.write('config', text)
  const none = async () => []
  const service = createSshConfigService({
    paths: folder.paths,
    sshClient: async () =>
      client ? findSshClient({ platform: process.platform, env: process.env }) : null,
    ...{ permissions: none, keys: none, agentKeyIds: none },
    around: await surroundingsHere(folder),
  })
  return service.effective(params, {
    confirm: async (prompt) => prompts.push(prompt) > 0 && consent,
    signal: new AbortController().signal,
  })
}

const asked = (host: string): EffectiveParams => ({ host, runMatchExec: true })

describe('ssh is asked', () => {
  it('with consent, and its answer tells which blocks matched', async () => {
    const touched = `${folder.home}/touched`
    const config = [
      `Match exec "touch ${touched}"`,
      '  User ran',
      'Match exec "false"',
      '  Port 77',
      'Match exec "true"',
      '  IdentitiesOnly yes',
      'Host pod',
      '  User later',
      '  HostName POD.example',
      '  IdentityFile ~/.ssh/pod',
    ].join('\n')
    const found = await ask(config, asked('pod'))
    expect(existsSync(touched)).toBe(true)
    expect(prompts).toHaveLength(1)
    expect(prompts[0]?.detail).toContain(`${folder.config} line 1: Match exec "touch ${touched}"`)
    expect(found).toMatchObject({
      source: 'ssh',
      user: 'ran',
      port: 22,
      hostName: 'pod.example',
      identitiesOnly: true,
    })
    expect(found.blocks.map(({ line, matched }) => [line, matched])).toEqual([
      [1, true],
      [3, false],
      [5, true],
      [7, true],
    ])
    expect(found.settings.filter(({ file }) => file !== null)).toMatchObject([
      { keyword: 'User', value: 'ran', line: 2, state: 'applies' },
      { keyword: 'IdentitiesOnly', line: 6, state: 'applies' },
      { keyword: 'User', value: 'later', line: 8, state: 'shadowed' },
      { keyword: 'HostName', line: 9 },
      { keyword: 'IdentityFile', line: 10 },
    ])
    expect(found.problems).toEqual([])
  })

  it('and says unknown where the answer does not tell', async () => {
    const found = await ask('Match exec "true"\n  Port 22\n', asked('pod'))
    expect(found).toMatchObject({ source: 'ssh', port: 22, blocks: [{ matched: 'unknown' }] })
  })

  it('and a block without consent runs nothing', async () => {
    const touched = `${folder.home}/touched`
    const refused = ask(`Match exec "touch ${touched}"\n  User x\n`, asked('pod'), false)
    await expect(refused).rejects.toMatchObject({ code: 'declined' })
    expect(existsSync(touched)).toBe(false)
  })

  it('without a question where nothing would be run', async () => {
    const found = await ask('Host pod\n  User root\n  Port 7\n', asked('pod'))
    expect(prompts).toEqual([])
    expect(found).toMatchObject({ source: 'ssh', user: 'root', port: 7 })
  })

  it('only when that is wanted', async () => {
    const touched = `${folder.home}/touched`
    const found = await ask(`Match exec "touch ${touched}"\n  User x\n`, { host: 'pod' })
    expect(found.source).toBe('keypilot')
    expect(prompts).toEqual([])
    expect(existsSync(touched)).toBe(false)
  })

  it('and its refusal is told in its own words', async () => {
    await expect(ask('Prot 22\n', asked('pod'))).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('Bad configuration option: prot'),
    })
  })

  it('never for a name that it refuses', async () => {
    for (const host of ['-oProxyCommand=x', 'a;b', '-l']) {
      await expect(ask('', asked(host))).rejects.toMatchObject({ code: 'invalid-value' })
    }
  })

  it('and where there is none, that is said', async () => {
    await expect(ask('', asked('pod'), true, false)).rejects.toMatchObject({ code: 'not-found' })
  })
})
