// Hosts in Keypilot's own file: added, changed, and removed without a trace.

import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EditorFolder, editorFolder, nobody, POD, person, value } from './support.ts'

let folder: EditorFolder
beforeEach(async () => {
  folder = await editorFolder()
})
afterEach(() => folder.remove())

const KEY = { ...POD, identityFile: '/keys/id_ed25519', hostKeyAlias: 'runpod-abc' } as const

describe('a new host', () => {
  it('is an entry that ssh reads, in a config that did not exist', async () => {
    await rm(folder.paths.sshDir, { recursive: true })
    const change = await folder.editor.upsertHost(KEY, person(true))
    expect(change).toMatchObject({ verified: true, changed: [folder.managed, folder.config] })
    expect(await folder.text('config')).toBe(`Include ${folder.managed}\n`)
    expect(await folder.text('keypilot.conf')).toBe(
      [
        '# Keypilot keeps this file: it adds, changes and removes hosts here.',
        '# Your own hosts belong in the file "config", which includes this one.',
        '# Keypilot also made the file "config".',
        '',
        'Host pod',
        '    HostName 203.0.113.7',
        '    User root',
        '    Port 22061',
        '    IdentityFile /keys/id_ed25519',
        '    IdentitiesOnly yes',
        '    HostKeyAlias runpod-abc',
        '    ServerAliveInterval 30',
        '',
      ].join('\n'),
    )
    expect([await folder.mode('config'), await folder.mode('keypilot.conf')]).toEqual([
      '600',
      '600',
    ])
    expect((await stat(folder.paths.sshDir)).mode & 0o777).toBe(0o700)
    const said = await folder.ssh('pod')
    const keywords = ['hostname', 'user', 'port', 'identityfile', 'identitiesonly', 'hostkeyalias']
    expect(keywords.map((keyword) => value(said, keyword))).toEqual([
      '203.0.113.7',
      'root',
      '22061',
      '/keys/id_ed25519',
      'yes',
      'runpod-abc',
    ])
    expect(value(said, 'serveraliveinterval')).toBe('30')
  })

  it('comes before "Host *" and before what stands at the top', async () => {
    const own = '# mine\nHashKnownHosts yes\n\n# for all\nUser bob\nHost *\n  Port 2222\n'
    await folder.write('config', own)
    const other = await folder.ssh('other')
    const change = await folder.editor.upsertHost(POD, person(true))
    expect(change.verified).toBe(true)
    expect(await folder.text('config')).toBe(
      own.replace('# for all', `Include ${folder.managed}\n# for all`),
    )
    const said = await folder.ssh('pod')
    expect([value(said, 'user'), value(said, 'port')]).toEqual(['root', '22061'])
    expect(await folder.ssh('other')).toBe(other)
  })

  it('leaves the choice of the key to ssh when none is named', async () => {
    await folder.editor.upsertHost(POD, person(true))
    expect(await folder.text('keypilot.conf')).not.toContain('Identit')
  })

  it.each([
    ['spaces', '/my keys/id'],
    ['a percent sign', '/k/100%h'],
    ['quotes', `/k/it's "mine"`],
    ['a backslash', '/k/a\\b'],
    ['a hash', '/k/a #b'],
    ['letters of every kind', '/home/Zoë/ключ'],
  ])('names a key with %s so that ssh reads the same', async (_, path) => {
    const { verified } = await folder.editor.upsertHost(
      { ...POD, identityFile: path },
      person(true),
    )
    expect(verified).toBe(true)
    // ssh -G prints tokens as they were written.
    expect(value(await folder.ssh('pod'), 'identityfile')).toBe(path.replaceAll('%', '%%'))
  })

  it('takes the path of a key by its id, and "~" as the home', async () => {
    await folder.editor.upsertHost({ ...POD, keyId: 'id_work' }, person(true))
    const path = join(folder.paths.sshDir, 'id_work')
    expect(value(await folder.ssh('pod'), 'identityfile')).toBe(path)
    await folder.editor.upsertHost({ ...POD, identityFile: '~/other' }, person(true))
    const other = join(folder.home, 'other')
    expect(value(await folder.ssh('pod'), 'identityfile')).toBe(other)
  })

  it('keeps an IPv6 zone', async () => {
    await folder.editor.upsertHost({ ...POD, hostName: 'fe80::1%eth0' }, person(true))
    expect(await folder.text('keypilot.conf')).toContain('HostName fe80::1%%eth0\n')
    expect(value(await folder.ssh('pod'), 'hostname')).toBe('fe80::1%eth0')
  })
})

describe('a change of a host', () => {
  it('is one line, and the second time nothing', async () => {
    await folder.editor.upsertHost(KEY, person(true))
    const before = await folder.text('keypilot.conf')
    const params = { ...KEY, port: 10_099 }
    const plan = await folder.editor.planUpsert(params)
    const changed = plan.files.flatMap(({ diff }) => diff.filter(({ kind }) => kind !== 'same'))
    expect(changed).toEqual([
      { kind: 'removed', before: 8, after: null, text: '    Port 22061' },
      { kind: 'added', before: null, after: 8, text: '    Port 10099' },
    ])
    await folder.editor.upsertHost({ ...params, planId: plan.planId }, nobody)
    expect(await folder.text('keypilot.conf')).toBe(before?.replace('22061', '10099'))
    expect((await folder.editor.planUpsert(params)).files).toEqual([])
    const again = await folder.editor.upsertHost(params, nobody)
    expect(again).toMatchObject({ changed: [], backup: null, verified: true })
  })

  it('keeps what a person added to the entry, and what is not said', async () => {
    await folder.editor.upsertHost(KEY, person(true))
    const own = (await folder.text('keypilot.conf'))?.replace(
      '    Port 22061\n',
      '    Port = 22061 # at first\n    LocalForward 8888 localhost:8888\n',
    )
    await folder.write('keypilot.conf', own ?? '')
    await folder.editor.upsertHost({ ...POD, port: 1 }, person(true))
    expect(await folder.text('keypilot.conf')).toBe(own?.replace('22061', '1'))
  })

  it('puts the Include line back when somebody took it away', async () => {
    await folder.editor.upsertHost(POD, person(true))
    await folder.write('config', 'Host *\n  Port 3\n')
    await folder.editor.upsertHost(POD, person(true))
    expect(value(await folder.ssh('pod'), 'port')).toBe('22061')
  })
})

describe('removing', () => {
  it.each([
    ['nothing', null],
    ['an empty config', ''],
    ['a config without final newline', 'Host *\n  User bob'],
    ['settings without a block, not ended', 'AddKeysToAgent yes'],
    ['CRLF', '# c\r\nHost a b\r\n\tUser x\r\n\r\n\r\nHost *\r\n'],
    ['comments only', '\n# one\n\n# two'],
    ['another include', '# top\n\nInclude other.conf\nHost a\n User x\n'],
  ])('leaves no trace in %s', async (_, text) => {
    if (text !== null) await folder.write('config', text)
    const names = (await readdir(folder.paths.sshDir)).sort()
    await folder.editor.upsertHost(KEY, person(true))
    await folder.editor.upsertHost({ ...POD, alias: 'second' }, person(true))
    await folder.editor.removeHost({ alias: 'pod' }, person(true))
    expect(await folder.text('keypilot.conf')).not.toContain('Host pod')
    expect(value(await folder.ssh('second'), 'port')).toBe('22061')
    const { verified } = await folder.editor.removeHost({ alias: 'second' }, person(true))
    expect(verified).toBe(true)
    expect(await folder.text('config')).toBe(text)
    expect((await readdir(folder.paths.sshDir)).sort()).toEqual(names)
  })

  it('keeps a config that Keypilot made once something else is in it', async () => {
    await folder.editor.upsertHost(POD, person(true))
    await folder.write('config', `${await folder.text('config')}Host own\n`)
    await folder.editor.removeHost({ alias: 'pod' }, person(true))
    expect(await folder.text('config')).toBe('Host own\n')
  })

  it('keeps the file while it says anything, and gives the other entries back unchanged', async () => {
    const rest = 'Host first\n    Port 1\n\nHost last\n    Port 2\n'
    await folder.write('config', `Include ${folder.managed}\n`)
    await folder.write('keypilot.conf', rest)
    await folder.editor.upsertHost(POD, person(true))
    await folder.editor.removeHost({ alias: 'pod' }, person(true))
    expect(await folder.text('keypilot.conf')).toBe(rest)
    await folder.editor.removeHost({ alias: 'first' }, person(true))
    expect(await folder.text('keypilot.conf')).toBe('Host last\n    Port 2\n')
  })

  it('only what Keypilot keeps', async () => {
    await folder.write('config', 'Host mine\n  Port 1\n')
    await expect(folder.editor.planRemove({ alias: 'mine' })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(`${folder.config}, line 1`),
    })
    await expect(folder.editor.planRemove({ alias: 'nobody' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
