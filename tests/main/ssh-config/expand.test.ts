import { execFile } from 'node:child_process'
import { hostname, userInfo } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expandIdentityPath } from '../../../main/ssh-config/expand.ts'
import type { Surroundings } from '../../../main/ssh-config/surroundings.ts'
import { type ConfigFolder, configFolder } from './support.ts'

let folder: ConfigFolder
beforeEach(async () => {
  folder = await configFolder()
})
afterEach(() => folder.remove())

describe('the path of an identity', () => {
  it('is the one that ssh looks for', async () => {
    const { homedir, username } = userInfo()
    const values = [
      ...[
        '~/x',
        '%d/x',
        '/%%/x',
        '/a/%u',
        '/a/%i',
        '/a/%l',
        '/a/%L',
        '/a//b/./c',
        `~${username}/y`,
      ],
      ...[`\${KP_TEST}/k`, `/a/\${KP_TEST}`, '/$KP_TEST', '/a$', '/%d', '/~/x', `/%%{KP}`],
    ]
    await folder.write('config', values.map((value) => `IdentityFile ${value}\n`).join(''))
    const around = { ...here(), home: homedir, env: { KP_TEST: '/set' } }
    const argv = ['-v', '-F', folder.config, '-o', 'ProxyCommand=/bin/false', 'a']
    const stderr = await new Promise<string>((resolve) => {
      const env = { ...process.env, KP_TEST: '/set' }
      execFile('ssh', argv, { env }, (_error, _stdout, text) => resolve(text))
    })
    const real = [...stderr.matchAll(/identity file (.*) type -?\d+\r?$/gm)]
      .map(([, path = '']) => path)
      .filter((path) => !path.endsWith('-cert'))
    const ours = values.map((value) => expandIdentityPath(value, around))
    expect(ours).toEqual(real.map((path) => path.replaceAll(/\/{2,}|\/\.\//g, '/')))
  })

  it.each([
    '%h',
    '%n/x',
    '/%r',
    '/%p',
    '/%C',
    '/%j',
    '/%k',
    '/%',
    '/%z',
    'rel/x',
    '.ssh/x',
    '',
    'none',
    'NONE',
    '~nobody-here/x',
    `/\${KP_NOT_SET}/x`,
    `/\${}`,
    `/\${KP`,
  ])('is not told for %s', (value) => {
    expect(expandIdentityPath(value, here())).toBe(null)
  })

  it.each([
    ['~/.ssh/id', 'C:\\Users\\Jo\\.ssh\\id'],
    ['~\\.ssh\\id', 'C:\\Users\\Jo\\.ssh\\id'],
    ['%d/.ssh/id', 'C:\\Users\\Jo\\.ssh\\id'],
    [`\${USERPROFILE}\\id`, 'C:\\Users\\Jo\\id'],
    ['C:\\keys\\id', 'C:\\keys\\id'],
    ['C:/keys/id', 'C:\\keys\\id'],
    ['/c/keys/id', 'c:\\keys\\id'],
    ['\\\\server\\share\\id', '\\\\server\\share\\id'],
    ['C:id', null],
  ])('on Windows, of %s, is %s', (value, path) => {
    const around = {
      ...here(),
      platform: 'win32' as const,
      home: 'C:\\Users\\Jo',
      env: { USERPROFILE: 'C:\\Users\\Jo' },
    }
    expect(expandIdentityPath(value, around)).toBe(path)
  })
})

function here(): Surroundings {
  const { username, uid } = userInfo()
  return {
    platform: process.platform,
    env: {},
    home: folder.home,
    sshDir: folder.paths.sshDir,
    user: { name: username, uid },
    hostname: hostname(),
  }
}
