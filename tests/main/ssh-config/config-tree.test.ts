import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfigTree } from '../../../main/ssh-config/index.ts'
import { corpus } from './corpus.ts'
import { type ConfigFolder, configFolder, effective } from './support.ts'

let folder: ConfigFolder
beforeEach(async () => {
  folder = await configFolder()
})
afterEach(() => folder.remove())

const read = () => readConfigTree(folder.paths)

describe('the identities of a config', () => {
  it('are none without a config', async () => {
    expect(await read()).toEqual({ files: [], identities: [] })
  })

  it('come with their block, line, value and path', async () => {
    const other = await folder.write(
      'work/keys.conf',
      'IdentityFile /inner\nHost c\n CertificateFile ~/c\n',
    )
    await folder.write(
      'config',
      [
        'IdentityFile ~/.ssh/top',
        'Host a  "b c" # both',
        '\tidentityfile = "%d/my keys/x" # old',
        '  IdentityFile ~/.ssh/%r@%h',
        '  Include work/*.conf',
        '  IdentityFile none',
        'Match host x user y',
        '  IdentityFile rel/x',
        '  IdentityFile /two words',
      ].join('\n'),
    )
    const { files, identities } = await read()
    const { config: file, home } = folder
    const key = 'IdentityFile' as const
    expect(files).toEqual([
      { path: file, kind: 'config', problem: null },
      { path: other, kind: 'included-config', problem: null },
    ])
    expect(identities).toEqual([
      { keyword: key, host: null, file, line: 1, value: '~/.ssh/top', path: `${home}/.ssh/top` },
      {
        keyword: key,
        host: 'a b c',
        file,
        line: 3,
        value: '%d/my keys/x',
        path: `${home}/my keys/x`,
      },
      { keyword: key, host: 'a b c', file, line: 4, value: '~/.ssh/%r@%h', path: null },
      { keyword: key, host: 'a b c', file: other, line: 1, value: '/inner', path: '/inner' },
      {
        keyword: 'CertificateFile',
        host: 'c',
        file: other,
        line: 3,
        value: '~/c',
        path: `${home}/c`,
      },
      { keyword: key, host: 'a b c', file, line: 6, value: 'none', path: null },
      { keyword: key, host: 'Match host x user y', file, line: 8, value: 'rel/x', path: null },
      { keyword: key, host: 'Match host x user y', file, line: 9, value: '/two words', path: null },
    ])
  })

  it.each(corpus.filter(({ accepted }) => accepted))(
    'are those that ssh finds: $name',
    async ({ text }) => {
      await folder.write('config', text)
      const hosts = (await read()).identities.filter(
        ({ host }) => host === null || /\ba\b|\*|all/.test(host),
      )
      const of = (keyword: string) => [
        ...new Set(hosts.filter((one) => one.keyword === keyword).map(({ value }) => value)),
      ]
      const real = await effective(folder.config)
      const named = of('IdentityFile')
      if (named.length > 0) expect(real.identities).toEqual(named)
      expect(real.certificates).toEqual(of('CertificateFile'))
    },
  )

  it('are found in files that ssh refuses, where they are clear', async () => {
    const file = await folder.write(
      'config',
      '\uFEFFIdentityFile /first\nNonsense\nIdentityFile\nIdentityFile "/open\nIdentityFile /last\n',
    )
    const { files, identities } = await read()
    expect(files).toMatchObject([
      { path: file, problem: { code: 'config-bom', severity: 'error' } },
    ])
    expect(identities.map(({ line, path }) => [line, path])).toEqual([
      [1, '/first'],
      [5, '/last'],
    ])
  })

  it('have no path when their bytes are not text', async () => {
    await folder.write('config', Buffer.from('IdentityFile /caf\xE9\nIdentityFile /b\n', 'latin1'))
    expect((await read()).identities.map(({ path }) => path)).toEqual([null, '/b'])
  })
})
