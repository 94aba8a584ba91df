import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfigTree } from '../../../main/ssh-config/index.ts'
import { startProcessorClock } from '../../support/processor-time.ts'
import { type ConfigFolder, configFolder, effective } from './support.ts'

let folder: ConfigFolder
beforeEach(async () => {
  folder = await configFolder()
})
afterEach(() => folder.remove())

const read = () => readConfigTree(folder.paths)

/** Paths of the files in the order in which ssh says that it reads them. */
function filesReadBySsh(config: string): Promise<readonly string[]> {
  return new Promise((resolve) => {
    execFile('ssh', ['-vvv', '-G', '-F', config, 'a'], (_error, _stdout, stderr) => {
      const lines = stderr.matchAll(/Reading configuration data (.*?)\r?$/gm)
      resolve([...lines].map(([, path = '']) => plain(path)))
    })
  })
}

/** ssh shows bytes beyond ASCII as octal numbers. */
function plain(path: string): string {
  const bytes = path.replaceAll(/\\([0-7]{3})/g, (_, octal) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('//', '/')
}

describe('included files', () => {
  it('are read in the order of ssh', async () => {
    const { sshDir } = folder.paths
    const names = [
      '10.conf',
      '2.conf',
      'B.conf',
      'a.conf',
      '.hidden.conf',
      '_.conf',
      'ä.conf',
      'x[1].conf',
    ]
    for (const name of names) await folder.write(`d/${name}`, `IdentityFile /${name}\n`)
    await folder.write('e/one/c', 'IdentityFile /one\n')
    await folder.write('e/two/c', `Include ${sshDir}/d/a.conf\nIdentityFile /two\n`)
    await mkdir(join(sshDir, 'd/folder.conf'))
    await symlink('a.conf', join(sshDir, 'd/link.conf'))
    const includes = [
      'd/*.conf',
      'd/[!a-z]*.conf d/none d/[0-9].conf',
      'd/.h*',
      'e/*/c',
      'd/?.conf',
      'd//a.conf',
      'd/x\\\\[1].conf',
      'd/[',
      'd/[]1-9]0.conf',
      'd/*.co*f',
      '"d/B.conf"',
    ].map((line) => line.replaceAll(/(^|[ "])(?=[de]\/)/g, `$1${sshDir}/`))
    await folder.write('config', includes.map((line) => `Include ${line}\n`).join(''))
    const real = await filesReadBySsh(folder.config)
    const { files, identities } = await read()
    const first = [...new Set(real)].filter((path) => !path.endsWith('folder.conf'))
    expect(files.map(({ path }) => path)).toEqual(first)
    const values = [...new Set(identities.map(({ value }) => value))]
    expect((await effective(folder.config)).identities).toEqual(values)
  })

  it('lie in the ssh folder when their path is relative, or in the home', async () => {
    await folder.write('a', 'IdentityFile /a\n')
    await folder.write('b', 'IdentityFile /b\n')
    await folder.write('config', `Include a ~/.ssh/b %d/.ssh/a \${NOT_SET}/b %h ""\n`)
    expect((await read()).identities.map(({ value }) => value)).toEqual(['/a', '/b'])
  })

  it.skipIf(!canReplaceHome())('lie where ssh looks for them from the real home', async () => {
    await folder.write('sub/a', 'IdentityFile /a\n')
    await folder.write('sub/b.conf', 'IdentityFile /b\nInclude sub/c\n')
    await folder.write('sub/c', 'IdentityFile /c\n')
    await folder.write('config', 'Include sub/a ~/.ssh/sub/*.conf sub/none a\nIdentityFile /d\n')
    const { homedir } = userInfo()
    // In a mount namespace of its own, an empty folder takes the home's place and goes with it.
    const script = 'mount -t tmpfs none "$1" && cp -r "$2" "$1/.ssh" && ssh -G a'
    const argv = ['-m', 'sh', '-c', script, 'sh', homedir, folder.paths.sshDir]
    // For `Include`, ssh asks glob(3) what `~` is, which goes by HOME.
    const env = { ...process.env, HOME: homedir }
    const output = execFileSync('unshare', argv, { encoding: 'utf8', stdio: 'pipe', env })
    const real = [...output.matchAll(/^identityfile (.*)$/gm)].map(([, value]) => value)
    expect((await read()).identities.map(({ value }) => value)).toEqual(real)
    expect(real).toEqual(['/a', '/b', '/c', '/d'])
  })

  it('that include themselves are reported, as ssh refuses them', async () => {
    const { sshDir } = folder.paths
    const inner = await folder.write(
      'inner',
      `IdentityFile /i\nInclude ${sshDir}/config\nIdentityFile /j\n`,
    )
    await folder.write('config', `Include ${inner}\nInclude ${inner}\nIdentityFile /k\n`)
    const { files, identities } = await read()
    expect(files.map(({ kind, problem }) => [kind, problem?.code])).toEqual([
      ['config', 'config-include-loop'],
      ['included-config', undefined],
    ])
    expect(identities.map(({ value }) => value)).toEqual(['/i', '/j', '/k'])
    expect((await effective(folder.config)).stderr).toContain('Too many recursive configuration')
  })

  it.each([
    [16, true],
    [17, false],
  ])('may be %i deep: %s', async (depth, accepted) => {
    const { sshDir } = folder.paths
    await folder.write('config', `Include ${sshDir}/1\n`)
    for (let level = 1; level <= depth; level++) {
      const next = level === depth ? 'IdentityFile /deep\n' : `Include ${sshDir}/${level + 1}\n`
      await folder.write(String(level), next)
    }
    const { files, identities } = await read()
    expect((await effective(folder.config)).accepted).toBe(accepted)
    expect(files.every(({ problem }) => problem === null)).toBe(accepted)
    expect(identities.length).toBe(accepted ? 1 : 0)
  })

  it('that multiply do not keep it busy', async () => {
    const { sshDir } = folder.paths
    for (let level = 1; level < 16; level++) {
      await folder.write(`l${level}`, `Include ${sshDir}/l${level + 1}\n`.repeat(4))
    }
    await folder.write('config', `Include ${sshDir}/l1\n`)
    const usedMs = startProcessorClock()
    await read()
    expect(usedMs()).toBeLessThan(5_000)
  })

  it('that cannot be read are reported, and the rest is read', async () => {
    const { sshDir } = folder.paths
    execFileSync('mkfifo', [join(sshDir, 'pipe')])
    await mkdir(join(sshDir, 'folder'))
    await symlink('nowhere', join(sshDir, 'dangling'))
    await symlink('circle', join(sshDir, 'circle'))
    await folder.write('utf16', Buffer.from('\uFEFFIdentityFile /u\n', 'utf16le'))
    await writeFile(join(sshDir, 'huge'), Buffer.alloc(17 * 1_048_576, '#'))
    await folder.write(
      'config',
      'Include pipe folder dangling circle utf16 huge /dev/zero\nIdentityFile /x\n',
    )
    const { files, identities } = await read()
    expect(
      files
        .slice(1)
        .map(({ path, problem }) => [path.slice(path.lastIndexOf('/') + 1), problem?.code]),
    ).toEqual([
      ['pipe', 'config-not-a-file'],
      ['circle', 'config-failed'],
      ['utf16', 'config-utf16'],
      ['huge', 'config-too-large'],
      ['zero', 'config-not-a-file'],
    ])
    expect(identities.map(({ value }) => value)).toEqual(['/x'])
  })

  it('that cannot be opened stop ssh, where the config itself is passed over', async () => {
    const { sshDir } = folder.paths
    await symlink('circle', join(sshDir, 'circle'))
    await folder.write('config', `Include ${sshDir}/circle\n`)
    expect((await effective(folder.config)).stderr).toContain("Can't open user config file")
    expect((await read()).files[1]?.problem?.detail).toContain("Can't open user config file")
    await rm(folder.config)
    await symlink('config', folder.config)
    expect((await read()).files).toMatchObject([
      { kind: 'config', problem: { code: 'config-failed', title: 'Cannot be read (ELOOP)' } },
    ])
  })
})

describe('what could take for ever', () => {
  it.runIf(process.platform === 'linux')('a file of /proc that never ends', async () => {
    await folder.write('config', 'Include /proc/self/pagemap\nIdentityFile /x\n')
    const { files, identities } = await read()
    // Refused after 16 MB, unless it cannot be read in such pieces.
    expect(files[1]?.problem?.code).toMatch(/^config-(too-large|failed)$/)
    expect(identities).toHaveLength(1)
  })

  it('a large file that is included in every block', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => `Host h${n}\n  IdentityFile ~/${n}\n`)
    await folder.write('large', many.join(''))
    const blocks = Array.from({ length: 1_000 }, (_, n) => `Host g${n}\nInclude large\n`)
    await folder.write('config', `IdentityFile /x\n${blocks.join('')}`)
    const usedMs = startProcessorClock()
    expect((await read()).identities.length).toBeGreaterThan(10_000)
    expect(usedMs()).toBeLessThan(20_000)
  }, 60_000)
})

/** As root, where mount namespaces are allowed. */
function canReplaceHome(): boolean {
  const { status } = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt'])
  if (status !== 0) process.stdout.write('skipped: the real home, since mounting is not allowed\n')
  return status === 0
}
