/** Renders commands for hostile paths and reads them back as each shell and tool would. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ShellName, Target } from '../../../main/contract/methods.ts'
import {
  expandHome,
  parseSshCommand,
  renderSshCommand,
  sshArguments,
} from '../../../main/ssh-command/index.ts'
import { run } from '../../../main/system/run.ts'
import { splitCommandLine } from '../../support/shells/c-runtime.ts'
import { readCmdLine } from '../../support/shells/cmd.ts'
import { argvIn, POSIX_SHELLS } from '../../support/shells/posix-shells.ts'
import { readPowerShell, toCommandLine } from '../../support/shells/powershell.ts'

const HOME = mkdtempSync(join(homedir(), 'keypilot-render-'))
const TARGET: Target = { user: 'root', host: '149.36.0.213', port: 42442, kind: 'runpod-direct' }
const LINUX = { platform: 'linux', home: HOME } as const
const WINDOWS = { platform: 'win32', home: 'C:\\Users\\me' } as const

/** Names as people and their tools make them, and every character that some shell gives a meaning. */
function names(characters: string) {
  return fc
    .array(fc.constantFrom(...characters, ...'abc019', 'é', '日', '😀', '’', '“', '–'), {
      minLength: 1,
      maxLength: 10,
    })
    .map((parts) => parts.join(''))
    .filter((name) => !/^\.{1,2}$|\.pub$|\$\{|^\s+$/.test(name) && !/^[\s]|[\s]$/.test(name))
}

const posixName = names(' \'"$`%!^&;-~*?[](){}<>|#=,@+:\\.')
// No Windows file name holds any of  < > : " / \ | ? *  (learn.microsoft.com, "Naming Files").
const windowsName = names(" '$`%!^&;-~[](){}#=,@+.")
const posixPath = fc
  .tuple(fc.constantFrom(`${HOME}/`, `${HOME}/.ssh/`, '/keys/', ''), posixName)
  .map(([folder, name]) => folder + name)
  .filter((path) => !/^~(?:\/|$)|^[A-Za-z]:/.test(path))
const windowsPath = fc
  .tuple(fc.constantFrom('C:\\Users\\me\\.ssh\\', 'D:\\my keys\\', 'C:\\'), windowsName)
  .map(([folder, name]) => folder + name)

function render(
  shell: ShellName,
  identityFile: string,
  environment: typeof LINUX | typeof WINDOWS,
) {
  return renderSshCommand({ target: TARGET, shell, purpose: 'ssh', identityFile }, environment).text
}

/** What must arrive, whatever the quoting: the path untouched, or doubled percent signs through -o. */
function expectedArgv(path: string, quote: '"' | "'" = '"') {
  const rest = ['-o', 'IdentitiesOnly=yes', '-p', '42442', 'root@149.36.0.213']
  if (!path.includes('%')) return ['ssh', '-i', path, ...rest]
  const doubled = path.replaceAll('%', '%%')
  const escaped = doubled.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
  const plain = /^[\p{L}\p{N}_@%+:,./~-]+$/u.test(doubled)
  return ['ssh', '-o', `IdentityFile=${plain ? doubled : quote + escaped + quote}`, ...rest]
}

/** A relative name that could be taken for an option, another user's home or a host gets `./`. */
function asFile(path: string): string {
  return /^[-~]/.test(path) || (!path.startsWith('/') && path.includes(':')) ? `./${path}` : path
}

describe('POSIX shells', () => {
  const paths = fc.sample(posixPath, { numRuns: 200, seed: 20261121 })

  test.each(POSIX_SHELLS)('%s gives ssh exactly the meant words', async (shell) => {
    const lines = paths.map((path) => render('posix', path, LINUX))
    const argv = await argvIn(shell, lines, HOME)
    expect(argv).toEqual(paths.map((path) => expectedArgv(asFile(path))))
  })

  test.each(POSIX_SHELLS)('%s gives scp and rsync exactly the meant words', async (shell) => {
    const files = paths.slice(0, 60)
    const lines = files.flatMap((localPath) =>
      (['scp-upload', 'rsync'] as const).map(
        (purpose) =>
          renderSshCommand(
            { target: TARGET, shell: 'posix', purpose, localPath, remotePath: `/w/${localPath}` },
            LINUX,
          ).text,
      ),
    )
    const remote = (path: string) => `root@149.36.0.213:/w/${path}`
    expect(await argvIn(shell, lines, HOME)).toEqual(
      files.flatMap((path) => [
        ['scp', '-r', '-P', '42442', asFile(path), remote(path)],
        ['rsync', '-avP', '-e', 'ssh -p 42442', asFile(path), remote(path)],
      ]),
    )
  })

  test('a path in Git Bash arrives as the path of its drive, or below ~', async () => {
    const windows = fc.sample(windowsPath, { numRuns: 100, seed: 8 })
    const lines = windows.map((path) => render('posix', path, WINDOWS))
    const drives = windows.map((path) =>
      path
        .replaceAll('\\', '/')
        .replace(/^C:\/Users\/me(?=\/)/, HOME)
        .replace(/^([CD]):/, (_, drive: string) => `/${drive.toLowerCase()}`),
    )
    const argv = await argvIn('bash', lines, HOME)
    // With a percent sign the path is inside an option, where no shell expands ~.
    const home = (path: string) => (path.includes('%') ? path.replace(HOME, '/c/Users/me') : path)
    expect(argv).toEqual(drives.map((path) => expectedArgv(home(path))))
  })

  test('a path in WSL arrives as its /mnt path', async () => {
    const windows = fc.sample(windowsPath, { numRuns: 100, seed: 7 })
    const lines = windows.map((path) => render('wsl', path, WINDOWS))
    const mounted = windows.map((path) =>
      path.replace('C:', '/mnt/c').replace('D:', '/mnt/d').replaceAll('\\', '/'),
    )
    expect(await argvIn('bash', lines, HOME)).toEqual(mounted.map((path) => expectedArgv(path)))
  })
})

describe('Windows shells', () => {
  // The worst environment there is: every name that could be one has a value.
  const anyName = (name: string) => (/^[^=^]+$/.test(name) ? 'EXPANDED' : undefined)

  test('cmd', () => {
    fc.assert(
      fc.property(windowsPath, (path) => {
        const line = render('cmd', path, WINDOWS)
        expect(splitCommandLine(readCmdLine(line, anyName))).toEqual(expectedArgv(path))
      }),
      { numRuns: 300 },
    )
  })

  test('cmd: quotes and percent signs in a remote path', () => {
    fc.assert(
      fc.property(posixName, (name) => {
        const { text } = renderSshCommand(
          {
            target: TARGET,
            shell: 'cmd',
            purpose: 'scp-download',
            remotePath: `/${name}`,
            localPath: 'C:\\a b\\',
          },
          WINDOWS,
        )
        expect(splitCommandLine(readCmdLine(text, anyName))).toEqual([
          'scp',
          '-r',
          '-P',
          '42442',
          `root@149.36.0.213:/${name}`,
          'C:\\a b\\',
        ])
      }),
      { numRuns: 300 },
    )
  })

  test('PowerShell 5.1, 7.2 and later', () => {
    fc.assert(
      fc.property(windowsPath, (path) => {
        const words = readPowerShell(render('powershell', path, WINDOWS))
        const expected = expectedArgv(path, "'")
        expect(words).toEqual(expected)
        expect(splitCommandLine(toCommandLine(words, '5.1'))).toEqual(expected)
        expect(splitCommandLine(toCommandLine(words, '7.2'))).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  test('PowerShell 5.1 and a folder with a space and a backslash at its end', () => {
    const { text } = renderSshCommand(
      { target: TARGET, shell: 'powershell', purpose: 'scp-upload', localPath: 'C:\\a b\\' },
      WINDOWS,
    )
    const words = splitCommandLine(toCommandLine(readPowerShell(text), '5.1'))
    expect(words.slice(-2)).toEqual(['C:\\a b/', 'root@149.36.0.213:/workspace/'])
  })
})

describe('parse(render(x)) is x', () => {
  const cases = [
    ['posix', posixPath, LINUX],
    ['powershell', windowsPath, WINDOWS],
    ['cmd', windowsPath, WINDOWS],
  ] as const
  test.each(cases)('%s', (shell, paths, environment) => {
    fc.assert(
      fc.property(paths, (path) => {
        const parsed = parseSshCommand(render(shell, path, environment))
        fc.pre(!parsed.problems.some(({ code }) => code === 'identity-placeholder'))
        expect(parsed.target).toEqual(TARGET)
        expect(expandHome(parsed.identityFile ?? '', environment.home)).toBe(
          shell === 'posix' ? asFile(path) : path,
        )
      }),
      { numRuns: 300 },
    )
  })
})

describe('the real ssh', () => {
  /** One file for each name, so that ssh does not drop it from its list. */
  const files = fc
    .sample(posixName, { numRuns: 40, seed: 5 })
    .filter((name) => Buffer.byteLength(name) < 200)
    .map((name) => join(HOME, name))
  for (const file of files) writeFileSync(file, '')

  function effective(args: readonly string[]): Record<string, string[]> {
    const output = execFileSync('ssh', ['-G', ...args], { encoding: 'utf8', stdio: 'pipe' })
    const values: Record<string, string[]> = {}
    for (const line of output.trimEnd().split('\n')) {
      const at = line.indexOf(' ')
      const key = line.slice(0, at)
      values[key] = [...(values[key] ?? []), line.slice(at + 1)]
    }
    return values
  }

  function expectMeant(values: Record<string, string[]>, file: string) {
    expect(values).toMatchObject({
      user: ['root'],
      hostname: ['149.36.0.213'],
      port: ['42442'],
      identitiesonly: ['yes'],
    })
    // -G prints tokens before they are expanded.
    const [identity = ''] = values.identityfile ?? []
    expect(file.includes('%') ? identity.replaceAll('%%', '%') : identity).toBe(file)
    expect(values.identityfile).toHaveLength(1)
  }

  test('takes the rendered command as it was meant', async () => {
    const argv = await argvIn(
      'bash',
      files.map((file) => render('posix', file, LINUX)),
      HOME,
    )
    argv.forEach((words, index) => {
      expectMeant(effective(['-F', 'none', ...words.slice(1)]), files[index] ?? '')
    })
  })

  test('takes the argument list as it was meant', () => {
    for (const file of files) {
      const [program, ...args] = sshArguments(TARGET, file)
      expect(program).toBe('ssh')
      expectMeant(effective(['-F', 'none', ...args]), file)
    }
  })

  test('takes the Host block as it was meant', () => {
    const config = join(HOME, 'ssh-config-under-test')
    for (const file of files) {
      // A home of another name: ssh takes ~ from the user database, which is not ours here.
      const { text } = renderSshCommand(
        { target: TARGET, shell: 'posix', purpose: 'ssh-config', identityFile: file, alias: 'pod' },
        { platform: 'linux', home: '/nowhere' },
      )
      writeFileSync(config, `${text}\n`)
      expectMeant(effective(['-F', config, 'pod']), file)
    }
  })

  test('opens exactly the key file that was meant', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.end('SSH-2.0-none\r\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    try {
      for (const name of ['50% off', '%d', 'a b', 'it\'s "x"', 'x%%y']) {
        const file = join(HOME, name)
        writeFileSync(file, '')
        const [, ...args] = sshArguments({ ...TARGET, host: '127.0.0.1', port }, file)
        const { stderr } = await run(['ssh', '-F', 'none', '-v', ...args], { timeoutMs: 10_000 })
        expect(stderr).toContain(`identity file ${file} type`)
      }
    } finally {
      server.close()
    }
  })
})
