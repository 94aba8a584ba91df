/** `sshConfig.read`: lines and what they are, hosts, Keypilot's own file, programs. */

import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSshConfigService, managedConfigPath } from '../../../main/ssh-config/index.ts'
import { surroundingsOf } from '../../../main/ssh-config/surroundings.ts'
import { type ConfigFolder, configFolder } from './support.ts'

let folder: ConfigFolder
beforeEach(async () => {
  folder = await configFolder()
})
afterEach(() => folder.remove())

function read(sshVersion = 9.2, systemConfig: string | null = null) {
  const none = async () => []
  return createSshConfigService({
    paths: folder.paths,
    sshClient: async () => null,
    ...{ permissions: none, keys: none, agentKeyIds: none },
    around: { ...surroundingsOf(folder.paths), systemConfig, sshVersion },
  }).read()
}

describe('the report of the config', () => {
  it('says what every line is, and why ssh refuses some', async () => {
    await folder.write(
      'config',
      'IgnoreUnknown Magic\r\n# c\r\n\r\nMagic 1\nHost a\n  Prot 1 \xfc\nMatch user x\nInclude none\n"x y',
    )
    const [file] = (await read()).files
    expect(file?.lines).toEqual([
      { number: 1, text: 'IgnoreUnknown Magic', kind: 'setting', fault: null },
      { number: 2, text: '# c', kind: 'comment', fault: null },
      { number: 3, text: '', kind: 'blank', fault: null },
      { number: 4, text: 'Magic 1', kind: 'setting', fault: null },
      { number: 5, text: 'Host a', kind: 'host', fault: null },
      { number: 6, text: '  Prot 1 ü', kind: 'faulty', fault: 'ssh does not know this keyword.' },
      { number: 7, text: 'Match user x', kind: 'match', fault: null },
      { number: 8, text: 'Include none', kind: 'include', fault: null },
      { number: 9, text: '"x y', kind: 'comment', fault: null },
    ])
  })

  it('lists files in the order in which ssh reads them, and hosts once', async () => {
    const work = await folder.write('work.conf', 'Host w1 w2\n  Port 7\n  User "me too"\n')
    const managed = await folder.write(
      'keypilot.conf',
      'Host pod\n  HostName 203.0.113.7\n  IdentityFile ~/.ssh/pod\n',
    )
    await folder.write(
      'config',
      'Include keypilot.conf work.conf\nHost a *.x !b\n  HostName a.example\nHost a pod\n  Port 9\n',
    )
    const report = await read()
    const { config } = folder
    expect(report.files.map(({ path, kind, managed: own }) => [path, kind, own])).toEqual([
      [config, 'config', false],
      [managed, 'included-config', true],
      [work, 'included-config', false],
    ])
    const nothing = { hostName: null, user: null, port: null, identityFiles: [], managed: false }
    expect(report.hosts).toEqual([
      {
        ...{ ...nothing, alias: 'pod', file: managed, line: 1, managed: true },
        ...{ hostName: '203.0.113.7', identityFiles: ['~/.ssh/pod'] },
      },
      { ...nothing, alias: 'w1', file: work, line: 1, user: 'me too', port: 7 },
      { ...nothing, alias: 'w2', file: work, line: 1, user: 'me too', port: 7 },
      { ...nothing, alias: 'a', file: config, line: 2, hostName: 'a.example' },
    ])
    expect(report.managed).toEqual({
      path: managedConfigPath(folder.paths),
      included: true,
      entries: 1,
    })
  })

  it('without a config says so', async () => {
    expect(await read()).toEqual({
      files: [
        {
          ...{ path: folder.config, kind: 'config', managed: false, exists: false },
          ...{ lines: [], truncated: false, problem: null },
        },
      ],
      hosts: [],
      managed: { path: join(folder.paths.sshDir, 'keypilot.conf'), included: false, entries: 0 },
      matchExec: [],
    })
  })

  it('names the places of programs, those of the computer too', async () => {
    const system = await folder.write('system', 'Match exec "x"\n')
    await folder.write('config', 'Host a\nMatch host b !exec "y"\n')
    const report = await read(9.2, system)
    expect(report.matchExec).toEqual([
      { file: folder.config, line: 2 },
      { file: system, line: 1 },
    ])
    expect(report.files.map(({ path }) => path)).toEqual([folder.config])
  })

  it('tells files that ssh cannot read', async () => {
    await folder.write('loop', `Include ${folder.paths.sshDir}/loop\n`)
    await folder.write('utf16', Buffer.from('\uFEFFHost a\n', 'utf16le'))
    await folder.write('config', '\uFEFFInclude loop\nInclude loop utf16\n')
    const { files } = await read()
    expect(files.map(({ problem }) => problem?.code)).toEqual([
      'config-bom',
      'config-include-loop',
      'config-utf16',
    ])
    expect(files[0]?.lines[0]).toMatchObject({ kind: 'faulty' })
  })

  it('of 10,000 hosts is cut in the lines, not in the hosts', async () => {
    const host = (index: number) => `Host h${index}\n  Port ${index + 1}\n  User u\n`
    await folder.write('config', Array.from({ length: 10_000 }, (_, n) => host(n)).join(''))
    const report = await read()
    expect(report.hosts).toHaveLength(10_000)
    expect(report.files[0]).toMatchObject({ truncated: true })
    expect(report.files[0]?.lines).toHaveLength(20_000)
  })
})
