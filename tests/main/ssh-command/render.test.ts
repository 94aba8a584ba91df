import { describe, expect, test } from 'vitest'
import type {
  CommandPurpose,
  RenderCommandParams,
  ShellName,
  Target,
} from '../../../main/contract/methods.ts'
import { parseSshCommand, renderSshCommand } from '../../../main/ssh-command/index.ts'

const DIRECT: Target = { user: 'root', host: '149.36.0.213', port: 42442, kind: 'runpod-direct' }
const PROXY: Target = {
  user: 'e9ohprt7xzfdgr-64410d32',
  host: 'ssh.runpod.io',
  port: 22,
  kind: 'runpod-proxy',
}
const V6: Target = { user: 'root', host: '2001:db8::1', port: 2222, kind: 'generic' }
const LINUX = { platform: 'linux', home: '/home/me' } as const
const WINDOWS = { platform: 'win32', home: 'C:\\Users\\me' } as const

function text(params: Partial<RenderCommandParams>, environment: typeof LINUX | typeof WINDOWS) {
  return renderSshCommand(
    { target: DIRECT, shell: 'posix', purpose: 'ssh', ...params },
    environment,
  ).text
}

describe('on Linux, for a key below home', () => {
  const identityFile = '/home/me/.ssh/id_ed25519'
  test.each<[CommandPurpose, string]>([
    ['ssh', 'ssh -i ~/.ssh/id_ed25519 -o IdentitiesOnly=yes -p 42442 root@149.36.0.213'],
    [
      'scp-upload',
      'scp -r -i ~/.ssh/id_ed25519 -o IdentitiesOnly=yes -P 42442 my-file.txt root@149.36.0.213:/workspace/',
    ],
    [
      'scp-download',
      'scp -r -i ~/.ssh/id_ed25519 -o IdentitiesOnly=yes -P 42442 root@149.36.0.213:/workspace/my-file.txt .',
    ],
    ['sftp', 'sftp -i ~/.ssh/id_ed25519 -o IdentitiesOnly=yes -P 42442 root@149.36.0.213'],
    [
      'rsync',
      "rsync -avP -e 'ssh -i /home/me/.ssh/id_ed25519 -o IdentitiesOnly=yes -p 42442' my-folder/ root@149.36.0.213:/workspace/",
    ],
    [
      'tunnel',
      'ssh -N -L 8888:localhost:8888 -i ~/.ssh/id_ed25519 -o IdentitiesOnly=yes -p 42442 root@149.36.0.213',
    ],
    ['vscode', 'code --remote ssh-remote+runpod-149.36.0.213-42442 /workspace'],
    [
      'ssh-config',
      `Host runpod-149.36.0.213-42442
    HostName 149.36.0.213
    User root
    Port 42442
    IdentityFile ~/.ssh/id_ed25519
    IdentitiesOnly yes
    ServerAliveInterval 30`,
    ],
  ])('%s', (purpose, expected) => {
    expect(text({ identityFile, purpose }, LINUX)).toBe(expected)
  })
})

describe('one key, each shell', () => {
  test.each<[ShellName, string, typeof LINUX | typeof WINDOWS, string]>([
    ['posix', '~/.ssh/id', LINUX, '~/.ssh/id'],
    ['posix', '/home/me/my keys/id', LINUX, "~/'my keys/id'"],
    ['posix', "/keys/it's", LINUX, "'/keys/it'\\''s'"],
    ['posix', '/home/meier/id', LINUX, '/home/meier/id'],
    ['posix', '-id', LINUX, './-id'],
    ['posix', 'C:\\Users\\me\\.ssh\\id', WINDOWS, '~/.ssh/id'],
    ['posix', 'D:\\keys\\id', WINDOWS, '/d/keys/id'],
    ['powershell', 'C:\\Users\\me\\.ssh\\id', WINDOWS, 'C:\\Users\\me\\.ssh\\id'],
    ['powershell', '~\\.ssh\\id', WINDOWS, 'C:\\Users\\me\\.ssh\\id'],
    ['powershell', 'C:\\Users\\o’brien $x\\id', WINDOWS, "'C:\\Users\\o’’brien $x\\id'"],
    ['cmd', '~/.ssh/id', WINDOWS, 'C:\\Users\\me/.ssh/id'],
    ['cmd', 'C:\\Users\\my name\\id', WINDOWS, '"C:\\Users\\my name\\id"'],
    ['cmd', 'C:\\R&D\\id', WINDOWS, '"C:\\R&D\\id"'],
    ['cmd', '/mnt/c/Users/me/.ssh/id', WINDOWS, 'C:\\Users\\me\\.ssh\\id'],
    ['powershell', '/d/my keys/id', WINDOWS, "'D:\\my keys\\id'"],
    ['posix', '/mnt/c/Users/me/.ssh/id', WINDOWS, '~/.ssh/id'],
    ['posix', '/mnt/d/keys/id', WINDOWS, '/d/keys/id'],
    ['wsl', '/c/Users/me/.ssh/id', WINDOWS, '/mnt/c/Users/me/.ssh/id'],
    ['wsl', '/mnt/c/Users/me/.ssh/id', LINUX, '/mnt/c/Users/me/.ssh/id'],
    ['posix', '/c/keys/id', LINUX, '/c/keys/id'],
    ['wsl', 'C:\\Users\\me\\.ssh\\id', WINDOWS, '/mnt/c/Users/me/.ssh/id'],
    ['wsl', 'C:\\Users\\my name\\id', WINDOWS, "'/mnt/c/Users/my name/id'"],
    ['wsl', '\\\\wsl.localhost\\Ubuntu\\home\\me\\.ssh\\id', WINDOWS, '/home/me/.ssh/id'],
    ['wsl', '\\\\wsl$\\Ubuntu\\home\\me\\.ssh\\id', WINDOWS, '/home/me/.ssh/id'],
    ['wsl', '/home/me/.ssh/id', LINUX, '~/.ssh/id'],
  ])('%s: %s', (shell, identityFile, environment, written) => {
    expect(text({ shell, identityFile }, environment)).toBe(
      `ssh -i ${written} -o IdentitiesOnly=yes -p 42442 root@149.36.0.213`,
    )
  })

  test('a key on the Windows side of WSL comes with a warning about its mode', () => {
    const { problems } = renderSshCommand(
      { target: DIRECT, shell: 'wsl', purpose: 'ssh', identityFile: 'C:\\k' },
      WINDOWS,
    )
    expect(problems).toMatchObject([{ code: 'wsl-windows-file', severity: 'info' }])
  })

  test('files to copy may be on the Windows side: the warning is about the key alone', () => {
    const codes = (identity: Partial<RenderCommandParams>) =>
      renderSshCommand(
        { target: DIRECT, shell: 'wsl', purpose: 'scp-upload', localPath: 'C:\\data', ...identity },
        WINDOWS,
      ).problems.map(({ code }) => code)
    expect(codes({})).toEqual([])
    expect(codes({ identityFile: 'C:\\k' })).toEqual(['wsl-windows-file'])
  })

  test('a percent sign: ssh needs it twice, which works only through -o', () => {
    expect(text({ identityFile: '/keys/50%' }, LINUX)).toBe(
      "ssh -o 'IdentityFile=/keys/50%%' -o IdentitiesOnly=yes -p 42442 root@149.36.0.213",
    )
    expect(text({ shell: 'cmd', identityFile: 'C:\\50% a\\id' }, WINDOWS)).toBe(
      'ssh -o ^"IdentityFile=\\^"C:\\\\50^%^%^ a\\\\id\\^"^" -o IdentitiesOnly=yes -p 42442 root@149.36.0.213',
    )
  })
})

describe('a tunnel', () => {
  const tunnel = (
    params: Partial<RenderCommandParams>,
    environment: typeof LINUX | typeof WINDOWS,
  ) =>
    renderSshCommand({ target: DIRECT, shell: 'posix', purpose: 'tunnel', ...params }, environment)

  test.each<[Partial<RenderCommandParams>, string]>([
    [{}, '8888:localhost:8888'],
    [{ tunnelPort: 6006 }, '6006:localhost:6006'],
    [{ localPort: 9000 }, '9000:localhost:8888'],
    [{ tunnelPort: 6006, localPort: 9000 }, '9000:localhost:6006'],
  ])('%j', (params, forward) => {
    expect(tunnel(params, LINUX)).toEqual({
      text: `ssh -N -L ${forward} -p 42442 root@149.36.0.213`,
      problems: [],
    })
  })

  test('a port that only root may open here comes with a warning, on Unix', () => {
    expect(tunnel({ tunnelPort: 80 }, LINUX).problems).toMatchObject([
      { code: 'reserved-port', severity: 'warning', title: expect.stringContaining('80') },
    ])
    expect(tunnel({ tunnelPort: 80, localPort: 8080 }, LINUX).problems).toEqual([])
    expect(tunnel({ tunnelPort: 80 }, WINDOWS).problems).toEqual([])
  })
})

describe('targets', () => {
  test('port 22 is left out; without a key there is no -i', () => {
    expect(text({ target: PROXY }, LINUX)).toBe('ssh e9ohprt7xzfdgr-64410d32@ssh.runpod.io')
  })

  test.each<[CommandPurpose, string]>([
    ['ssh', 'ssh -p 2222 root@2001:db8::1'],
    ['sftp', "sftp -P 2222 'root@[2001:db8::1]'"],
    ['scp-upload', "scp -r -P 2222 a 'root@[2001:db8::1]:/b'"],
    ['rsync', "rsync -avP -e 'ssh -p 2222' a 'root@[2001:db8::1]:/b'"],
  ])('IPv6: %s', (purpose, expected) => {
    expect(text({ target: V6, purpose, localPath: 'a', remotePath: '/b' }, LINUX)).toBe(expected)
  })

  test.each<Partial<Target>>([
    { host: '-oProxyCommand=calc' },
    { host: 'a b' },
    { host: 'a;b' },
    { host: '[::1]' },
    { user: '-l' },
    { user: 'a`b' },
    { port: 0 },
  ])('%j is refused as ssh would', (part) => {
    expect(() => text({ target: { ...DIRECT, ...part } }, LINUX)).toThrow(
      expect.objectContaining({ code: 'invalid-value' }),
    )
  })
})

describe('what the proxy cannot do', () => {
  test.each<CommandPurpose>(['scp-upload', 'scp-download', 'sftp', 'rsync', 'tunnel', 'vscode'])(
    '%s',
    (purpose) => {
      const rendered = renderSshCommand({ target: PROXY, shell: 'posix', purpose }, LINUX)
      expect(rendered.text).toBe('')
      expect(rendered.problems).toMatchObject([
        { code: 'proxy-terminal-only', severity: 'error', detail: expect.stringContaining('22') },
      ])
    },
  )

  test('a Host entry is fine', () => {
    expect(text({ target: PROXY, purpose: 'ssh-config' }, LINUX)).toBe(`Host runpod-e9ohprt7xzfdgr
    HostName ssh.runpod.io
    User e9ohprt7xzfdgr-64410d32
    Port 22
    ServerAliveInterval 30`)
  })
})

describe('files', () => {
  test.each([
    ['-rf', './-rf'],
    ['a:b', './a:b'],
    ['~notme', "'./~notme'"],
    ['/abs/a b', "'/abs/a b'"],
    ['~/data', '~/data'],
  ])('%s is taken for a local file by scp', (localPath, written) => {
    expect(text({ purpose: 'scp-upload', localPath, remotePath: '/w' }, LINUX)).toBe(
      `scp -r -P 42442 ${written} root@149.36.0.213:/w`,
    )
  })

  test('an example path and a special remote path are mentioned', () => {
    const codes = (params: Partial<RenderCommandParams>) =>
      renderSshCommand(
        { target: DIRECT, shell: 'posix', purpose: 'scp-upload', ...params },
        LINUX,
      ).problems.map(({ code }) => code)
    expect(codes({})).toEqual(['example-path'])
    expect(codes({ localPath: 'a', remotePath: '/a b' })).toEqual(['remote-path-special'])
    expect(codes({ localPath: 'a', remotePath: '/a' })).toEqual([])
  })

  test('Windows has no rsync; WSL has', () => {
    const params = { target: DIRECT, purpose: 'rsync', localPath: 'C:\\a' } as const
    expect(renderSshCommand({ ...params, shell: 'powershell' }, WINDOWS)).toMatchObject({
      text: '',
      problems: [{ code: 'rsync-on-windows', severity: 'error' }],
    })
    expect(renderSshCommand({ ...params, shell: 'wsl' }, WINDOWS).text).toBe(
      "rsync -avP -e 'ssh -p 42442' /mnt/c/a root@149.36.0.213:/workspace/",
    )
  })

  test('a double quote cannot pass through every PowerShell', () => {
    const params = { target: DIRECT, purpose: 'scp-download', shell: 'powershell' } as const
    const rendered = renderSshCommand({ ...params, remotePath: '/a"b' }, WINDOWS)
    expect(rendered.text).toBe('')
    expect(rendered.problems.map(({ code }) => code)).toContain('powershell-quote')
  })

  test.each([{ identityFile: '/a\nb' }, { localPath: 'a\tb' }, { remotePath: '/a\u001bb' }])(
    'control characters are refused: %j',
    (part) => {
      expect(() => text({ purpose: 'scp-upload', ...part }, LINUX)).toThrow(
        expect.objectContaining({ code: 'invalid-value' }),
      )
    },
  )

  test('a key path that ssh would expand is refused', () => {
    for (const purpose of ['ssh', 'rsync', 'ssh-config'] as const) {
      expect(() => text({ purpose, identityFile: `/keys/$\{HOME}/id` }, LINUX)).toThrow(
        expect.objectContaining({ code: 'unsupported' }),
      )
    }
  })
})

describe('aliases', () => {
  test("one of the person's own", () => {
    expect(text({ purpose: 'vscode', alias: 'my-pod' }, LINUX)).toBe(
      'code --remote ssh-remote+my-pod /workspace',
    )
  })

  test.each(['a b', '*', '-x', 'a;b', '!a', 'a,b', '#a', 'a\nHost b'])('%j is refused', (alias) => {
    for (const purpose of ['ssh-config', 'vscode'] as const) {
      expect(() => text({ purpose, alias }, LINUX)).toThrow(
        expect.objectContaining({ code: 'invalid-name' }),
      )
    }
  })

  test('an ssh config on Windows: forward slashes, which need no escaping', () => {
    const identityFile = 'D:\\my keys\\id'
    const block = text({ purpose: 'ssh-config', shell: 'powershell', identityFile }, WINDOWS)
    expect(block).toContain('    IdentityFile "D:/my keys/id"\n')
  })
})

test('the line for the proxy is read back as it was', () => {
  expect(parseSshCommand(text({ target: PROXY }, LINUX)).target).toEqual(PROXY)
})
