/** Each setting with its line, each block with its reason, and what is not known. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EffectiveConfig } from '../../../../main/contract/methods.ts'
import { type EffectiveQuery, readEffective } from '../../../../main/ssh-config/index.ts'
import { type Surroundings, surroundingsOf } from '../../../../main/ssh-config/surroundings.ts'
import { type ConfigFolder, configFolder } from '../support.ts'

let folder: ConfigFolder
let around: Surroundings
beforeEach(async () => {
  folder = await configFolder()
  around = {
    ...surroundingsOf(folder.paths),
    user: { name: 'ada', uid: 1000 },
    systemConfig: null,
    sshVersion: 9.9,
  }
})
afterEach(() => folder.remove())

async function effective(
  text: string,
  query: EffectiveQuery,
  more: Partial<Surroundings> = {},
): Promise<EffectiveConfig> {
  await folder.write('config', text)
  return readEffective(folder.paths, query, { ...around, ...more })
}

/** `keyword value line state` of each setting that comes from a file. */
const lines = ({ settings }: EffectiveConfig) =>
  settings
    .filter(({ file }) => file !== null)
    .map(({ keyword, value, line, state }) => `${line} ${keyword} ${value}: ${state}`)

describe('the settings of a host', () => {
  it('say which line they come from, and which lines have no effect', async () => {
    const found = await effective(
      [
        'Host *',
        '  user star',
        '  IdentityFile ~/.ssh/star',
        'Host pod',
        '  HostName 203.0.113.7',
        '  User root',
        '  Port 22061',
        '  identityfile "%d/my keys/%h"',
        '  IdentitiesOnly yes',
      ].join('\n'),
      { host: 'pod' },
    )
    expect(lines(found)).toEqual([
      '2 User star: applies',
      '3 IdentityFile ~/.ssh/star: applies',
      '5 HostName 203.0.113.7: applies',
      '6 User root: shadowed',
      '7 Port 22061: applies',
      '8 IdentityFile %d/my keys/%h: applies',
      '9 IdentitiesOnly yes: applies',
    ])
    const { home } = folder
    expect(found).toMatchObject({
      host: 'pod',
      hostName: '203.0.113.7',
      user: 'star',
      port: 22061,
      identityFiles: [`${home}/.ssh/star`, `${home}/my keys/203.0.113.7`],
      identitiesOnly: true,
      source: 'keypilot',
      problems: [],
    })
    expect(found.blocks).toEqual([
      { file: folder.config, line: 1, text: 'Host *', matched: true, why: '“*” matches pod.' },
      { file: folder.config, line: 4, text: 'Host pod', matched: true, why: 'It names pod.' },
    ])
  })

  it('come from ssh itself where no line says anything', async () => {
    const found = await effective('Host other\n  Port 1\n', { host: 'Pod.Example' })
    expect(found).toMatchObject({ hostName: 'pod.example', user: 'ada', port: 22 })
    expect(found.settings).toEqual([
      { keyword: 'HostName', value: 'pod.example', file: null, line: null, state: 'applies' },
      { keyword: 'User', value: 'ada', file: null, line: null, state: 'applies' },
      { keyword: 'Port', value: '22', file: null, line: null, state: 'applies' },
    ])
    expect(found.identityFiles).toContain(`${folder.home}/.ssh/id_ed25519`)
    expect(found.blocks).toMatchObject([
      { matched: false, why: 'None of its names is Pod.Example.' },
    ])
  })

  it.each<[EffectiveQuery, object]>([
    [{ host: 'root@pod' }, { user: 'root', host: 'pod', port: 5 }],
    [{ host: 'a@b@pod' }, { user: 'a@b', host: 'pod' }],
    [{ host: 'ssh://me@pod:2200' }, { user: 'me', host: 'pod', port: 2200 }],
    [
      { host: 'pod', user: 'me', port: 7 },
      { user: 'me', port: 7 },
    ],
  ])('give way to what is typed: %j', async (query, expected) => {
    const found = await effective('Host pod\n  User config\n  Port 5\n', query)
    expect(found).toMatchObject(expected)
    expect(lines(found)).toContain('2 User config: shadowed')
  })

  it('follow with those of the computer, whose includes lie beside it', async () => {
    const systemConfig = await folder.write('etc/ssh_config', 'Include more\nUser late\nPort 9\n')
    await folder.write('etc/more', 'Host pod\n  Compression yes\n')
    const found = await effective('Host pod\n  User early\n', { host: 'pod' }, { systemConfig })
    expect(found.settings.filter(({ file }) => file !== null)).toMatchObject([
      { keyword: 'User', value: 'early', file: folder.config, state: 'applies' },
      { keyword: 'Compression', file: `${folder.paths.sshDir}/etc/more`, line: 2 },
      { keyword: 'User', value: 'late', file: systemConfig, state: 'shadowed' },
      { keyword: 'Port', value: '9', file: systemConfig, line: 3, state: 'applies' },
    ])
  })

  it('are conditional where an Include stands in a block', async () => {
    await folder.write('inner', 'User inner\nHost *\n  Port 7\nMatch all\n  Compression yes\n')
    const config = 'Host a\n  Include inner\nHost b\n  User b\n'
    expect(lines(await effective(config, { host: 'a' }))).toEqual([
      '1 User inner: applies',
      '3 Port 7: applies',
      '5 Compression yes: applies',
    ])
    const other = await effective(config, { host: 'b' })
    expect(lines(other)).toEqual(['4 User b: applies'])
    expect(other.blocks[1]).toMatchObject({
      text: 'Host *',
      matched: false,
      why: 'Its file is included in a block that does not match.',
    })
  })

  it('with a jump host have no proxy program', async () => {
    const jump = 'ProxyJump me@gate:2200\nProxyCommand nc %h %p\n'
    expect(await effective(jump, { host: 'a' })).toMatchObject({
      proxyJump: 'me@gate:2200',
      proxyCommand: null,
    })
    const command = 'ProxyCommand nc "%h" %p # all\nProxyJump gate\n'
    expect(await effective(command, { host: 'a' })).toMatchObject({
      proxyJump: null,
      proxyCommand: 'nc "%h" %p # all',
    })
  })
})

describe('what depends on a program', () => {
  const EXEC = 'Match exec "touch @touched"\n  User exec\n  IdentityFile ~/exec\n'

  it('is unknown, and nothing is run', async () => {
    const touched = `${folder.home}/touched`
    const rest =
      'Host pod\n  User later\n  Port 5\n  IdentityFile ~/later\nMatch user exec\n  Port 6\n'
    const found = await effective(EXEC.replace('@touched', touched) + rest, { host: 'pod' })
    expect(lines(found)).toEqual([
      '2 User exec: unknown',
      '3 IdentityFile ~/exec: unknown',
      '5 User later: unknown',
      '6 Port 5: applies',
      '7 IdentityFile ~/later: applies',
      '9 Port 6: shadowed',
    ])
    expect(found.blocks.map(({ matched }) => matched)).toEqual(['unknown', true, 'unknown'])
    expect(found.blocks[0]?.why).toBe('Unknown until ssh runs the program that “exec” names.')
    expect(found.problems).toMatchObject([{ code: 'depends-on-program', severity: 'info' }])
    await expect(import('node:fs/promises').then(({ stat }) => stat(touched))).rejects.toThrow()
  })

  it('is known where another criterion decides', async () => {
    const found = await effective(`Match host other exec "x"\n  User exec\n`, { host: 'pod' })
    expect(found.blocks).toMatchObject([
      { matched: false, why: 'The host name pod is not among “other”.' },
    ])
    expect(found.problems).toEqual([])
  })

  it('does not matter to what is said before', async () => {
    const found = await effective(`User first\n${EXEC}`, { host: 'pod' })
    expect(found.user).toBe('first')
    expect(lines(found)).toContain('3 User exec: shadowed')
  })

  it.each(['localnetwork 10.0.0.0/8', 'command x', 'sessiontype shell', 'version x'])(
    'as does Match %s',
    async (criterion) => {
      const text = `Match ${criterion}\n  User x\n`
      const found = await effective(text, { host: 'a' }, { sshVersion: 10.2 })
      expect(found.blocks).toMatchObject([{ matched: 'unknown' }])
    },
  )

  it('is not the tag', async () => {
    const text = 'Host a\n  Tag pods\nMatch tagged pods,gpus\n  User tagged\n'
    expect((await effective(text, { host: 'a' })).user).toBe('tagged')
    expect((await effective(text, { host: 'b' })).user).toBe('ada')
  })
})

describe('what stops ssh', () => {
  it('is named with file and line, and the rest is read', async () => {
    const found = await effective('Host a\n  Prot 22\n  User x\n', { host: 'b' })
    expect(found.problems).toMatchObject([{ code: 'syntax-error', severity: 'error' }])
    expect(found.problems[0]?.detail).toContain(`Line 2 of ${folder.config}`)
    expect(found.problems[0]?.detail).toContain('for every host')
  })

  it('depends on the version of ssh', async () => {
    const text = 'Tag pods\nMatch tagged pods\n  User x\n'
    const old = await effective(text, { host: 'a' }, { sshVersion: 9.2 })
    expect(old.problems.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('version 9.2 and does not know Tag; OpenSSH 9.4 does'),
      expect.stringContaining('does not know the criterion “tagged”'),
    ])
    expect((await effective(text, { host: 'a' }, { sshVersion: 9.4 })).problems).toEqual([])
  })

  it('may be the name itself', async () => {
    for (const host of ['a;b', 'a b', '-a', 'a,b', 'a"']) {
      const found = await effective('Host a\n', { host })
      expect(found.problems).toMatchObject([{ code: 'refused-characters', severity: 'error' }])
    }
  })

  it('are includes without end', async () => {
    await folder.write('loop', `Include ${folder.paths.sshDir}/loop\n`)
    const found = await effective('Include loop\n', { host: 'a' })
    expect(found.problems).toMatchObject([{ code: 'config-include-loop' }])
  })

  it('is not what does not exist', async () => {
    const found = await readEffective(folder.paths, { host: 'a' }, around)
    expect(found).toMatchObject({ hostName: 'a', problems: [], blocks: [] })
  })
})

it('evaluates a config of 10,000 hosts', async () => {
  const host = (index: number) => `Host h${index}\n  HostName 203.0.113.7\n  Port ${index + 1}\n`
  const text = Array.from({ length: 10_000 }, (_, index) => host(index)).join('')
  const found = await effective(`${text}Host *\n  User all\n`, { host: 'h9999' })
  expect(found).toMatchObject({ hostName: '203.0.113.7', port: 10_000, user: 'all' })
  expect(found.blocks).toHaveLength(10_001)
})
