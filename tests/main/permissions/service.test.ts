import { execFile } from 'node:child_process'
import { chmod, chown, lstat, mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { findCheckedFiles } from '../../../main/permissions/checked-files.ts'
import { privateKeyFindingId } from '../../../main/permissions/index.ts'
import { inShort, makeHome, repairAll } from './support/make-service.ts'

const execute = promisify(execFile)
const isRoot = process.getuid?.() === 0

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o7777).toString(8)
}

describe.skipIf(process.platform === 'win32')('the service on Unix', () => {
  test('what OpenSSH accepts is no finding', async () => {
    const home = await makeHome({ keys: ['a', 'b', 'c'], publicKeys: ['a.pub'] })
    await home.put('a', 0o400)
    await home.put('b', 0o600)
    await home.put('c', 0o700)
    await home.put('a.pub', 0o666)
    await home.put('config', 0o644)
    await home.put('known_hosts', 0o644)
    await home.put('authorized_keys', 0o644)
    const report = await home.service.report()
    expect(report.findings).toEqual([])
    expect(report.checked.map(({ kind }) => kind).sort()).toEqual([
      'authorized-keys',
      'config',
      'home',
      'known-hosts',
      'private-key',
      'private-key',
      'private-key',
      'public-key',
      'ssh-folder',
    ])
    expect(report.notes).toEqual([])
  })

  test('sshd does not look into an ssh folder elsewhere', async () => {
    const { paths } = await makeHome()
    const elsewhere = join(paths.home, 'elsewhere')
    await mkdir(elsewhere, { mode: 0o700 })
    await writeFile(join(elsewhere, 'authorized_keys'), '', { mode: 0o600 })
    await chmod(join(elsewhere, 'authorized_keys'), 0o666)
    const { files, strictFolders } = await findCheckedFiles({ ...paths, sshDir: elsewhere }, [])
    expect(files.map(({ kind }) => kind)).toEqual(['home', 'ssh-folder'])
    expect(strictFolders).toEqual([])
  })

  test('no ssh folder at all', async () => {
    const home = await makeHome({ keys: ['a'] })
    await rm(home.paths.sshDir, { recursive: true })
    expect(await home.service.audit()).toEqual([])
  })

  test('what is refused, exposed and advised, and a repair of all of it', async () => {
    const home = await makeHome({ keys: ['key'] })
    const key = await home.put('key', 0o644)
    await home.put('config', 0o666)
    await home.put('inc', 0o602)
    await writeFile(home.at('config'), 'Include inc\n')
    await home.put('known_hosts', 0o646)
    await home.put('authorized_keys', 0o642)
    await chmod(home.paths.sshDir, 0o777)
    await chmod(home.paths.home, 0o757)
    const findings = await home.service.audit()
    expect(inShort(findings)).toEqual([
      'refuses home-writable mode 0757 -> mode 0755',
      'refuses ssh-folder-writable mode 0777 -> mode 0755',
      'refuses private-key-too-open mode 0644 -> mode 0600',
      'refuses config-writable mode 0666 -> mode 0644',
      'refuses included-config-writable mode 0602 -> mode 0600',
      'refuses authorized-keys-writable mode 0642 -> mode 0640',
      'exposes known-hosts-writable mode 0646 -> mode 0644',
    ])
    expect(findings.map(({ refusedBy }) => refusedBy)).toEqual([
      ...['sshd', 'sshd', 'ssh', 'ssh', 'ssh', 'sshd'],
      undefined,
    ])
    expect(findings[2]).toMatchObject({
      id: privateKeyFindingId(key),
      consequence: 'ssh will ignore this key and ask for a password.',
      path: key,
      target: null,
      repairable: true,
    })
    const { plan, repair } = await repairAll(home)
    expect(plan.skipped).toEqual([])
    expect(plan.steps[2]).toEqual({
      finding: privateKeyFindingId(key),
      path: key,
      target: null,
      from: 'mode 0644',
      to: 'mode 0600',
      command: `chmod 600 '${key}'`,
    })
    expect(repair).toMatchObject({ failed: [], remaining: [], backup: 'backup-id' })
    expect(repair.repaired).toHaveLength(7)
    expect(await home.service.audit()).toEqual([])
    expect(home.recorded).toContainEqual({ path: key, mode: 0o644, sddl: null })
  })

  test('without authorized_keys a writable folder is exposed, but nothing refuses', async () => {
    const home = await makeHome()
    await chmod(home.paths.sshDir, 0o707)
    await chmod(home.paths.home, 0o757)
    expect(inShort(await home.service.audit())).toEqual([
      'exposes home-writable mode 0757 -> mode 0755',
      'exposes ssh-folder-writable mode 0707 -> mode 0705',
    ])
    // Nobody can replace the folders of others in a sticky one.
    await chmod(home.paths.home, 0o1757)
    expect(inShort(await home.service.audit())).toEqual([
      'exposes ssh-folder-writable mode 0707 -> mode 0705',
    ])
  })

  test('a folder opened up with everything in it explains the rest', async () => {
    const home = await makeHome({ keys: ['a', 'b', 'c'] })
    await home.put('a', 0o777)
    await home.put('b', 0o777)
    await home.put('c', 0o604)
    await chmod(home.paths.sshDir, 0o777)
    const findings = await home.service.audit()
    const folder = findings.find(({ kind }) => kind === 'ssh-folder')
    expect(folder?.rootCause).toBeNull()
    expect(findings.map(({ path, rootCause }) => [path, rootCause])).toEqual([
      [home.paths.sshDir, null],
      [home.at('a'), folder?.id],
      [home.at('b'), folder?.id],
      [home.at('c'), null],
    ])
    // As grave as the gravest of what it explains, and refused by the same: no server looks here.
    expect(folder).toMatchObject({ severity: 'refuses', refusedBy: 'ssh' })
    expect(folder?.consequence).toContain('Files in it that have the same fault are refused.')
  })

  test('a key elsewhere is looked at with its folder', async () => {
    const other = await makeHome()
    const folder = join(other.paths.home, 'keys')
    await mkdir(folder)
    const key = join(folder, 'key')
    await writeFile(key, 'x', { mode: 0o600 })
    const home = await makeHome({ keys: [key] })
    expect(await home.service.audit()).toEqual([])
    await chmod(folder, 0o757)
    expect(inShort(await home.service.audit())).toEqual([
      'exposes parent-folder-writable mode 0757 -> mode 0755',
    ])
    await chmod(folder, 0o1777)
    expect(await home.service.audit()).toEqual([])
  })

  test('keys that only the config names, and public keys it names, are looked at', async () => {
    const home = await makeHome()
    const key = await home.put('named', 0o640)
    await home.put('agent.pub', 0o644)
    await writeFile(home.at('config'), 'Host a\n  IdentityFile ~/.ssh/named\n')
    expect(inShort(await home.service.audit())).toEqual([
      'refuses private-key-too-open mode 0640 -> mode 0600',
    ])
    const lines = [`IdentityFile "${key}"`, `IdentityFile "${home.at('agent.pub')}"`]
    await writeFile(home.at('config'), `Host a\n  ${lines.join('\n  ')}\n`)
    expect(inShort(await home.service.audit())).toEqual([
      'refuses private-key-too-open mode 0640 -> mode 0600',
    ])
  })

  test('a symbolic link: the file it leads to is judged, repaired and recorded', async () => {
    const home = await makeHome({ keys: ['link', 'key', 'dangling'] })
    const key = await home.put('key', 0o640)
    await symlink('key', home.at('link'))
    await symlink('nothing', home.at('dangling'))
    const findings = await home.service.audit()
    expect(findings.map(({ path, target }) => [path, target])).toEqual([
      [home.at('link'), key],
      [key, null],
    ])
    expect(findings[0]?.consequence).toContain(`symbolic link: what it leads to, ${key}`)
    const { plan, repair } = await repairAll(home)
    expect(plan.steps.map(({ command }) => command)).toEqual([
      `chmod 600 '${key}'`,
      `chmod 600 '${key}'`,
    ])
    expect(repair).toMatchObject({ failed: [], remaining: [] })
    expect([await modeOf(key), (await lstat(home.at('link'))).isSymbolicLink()]).toEqual([
      '600',
      true,
    ])
    expect(home.recorded).toEqual([{ path: key, mode: 0o640, sddl: null }])
  })

  test('an ssh folder that leads out of home: the folders on the way are looked at', async () => {
    const elsewhere = await makeHome()
    const home = await makeHome()
    const target = join(elsewhere.paths.home, 'ssh')
    await mkdir(target, { mode: 0o700 })
    await rm(home.paths.sshDir, { recursive: true })
    await symlink(target, home.paths.sshDir)
    await home.put('authorized_keys', 0o600)
    await chmod(elsewhere.paths.home, 0o775)
    await chmod(home.paths.home, 0o757)
    const findings = await home.service.audit()
    // sshd never comes past home then, so home's mode is no reason for it to refuse.
    expect(findings.find(({ kind }) => kind === 'home')?.severity).toBe('exposes')
    expect(findings.map(({ path }) => path)).toContain(elsewhere.paths.home)
    expect(findings.find(({ path }) => path === elsewhere.paths.home)?.severity).toBe('refuses')
  })

  test('folders, pipes and devices with the names of files are left alone', async () => {
    const home = await makeHome({ keys: ['folder', 'pipe', 'null'] })
    await mkdir(home.at('folder'), { mode: 0o755 })
    await execute('mkfifo', ['-m', '644', home.at('pipe')])
    await symlink('/dev/null', home.at('null'))
    await mkdir(home.at('config'), { mode: 0o777 })
    await chmod(home.at('config'), 0o777)
    expect(await home.service.audit()).toEqual([])
  })

  test('names that a shell would take apart', async () => {
    const name = `it's $(touch x) "\n; é`
    const home = await makeHome({ keys: [name] })
    const key = await home.put(name, 0o644)
    const [finding] = await home.service.audit()
    const { steps } = await home.service.plan([finding?.id ?? ''])
    await execute('sh', ['-c', steps[0]?.command ?? ''])
    expect(await modeOf(key)).toBe('600')
    expect(await home.service.audit()).toEqual([])
  })

  test('ids stay the same, and change with the fault', async () => {
    const home = await makeHome({ keys: ['key'] })
    const key = await home.put('key', 0o644)
    const [first] = await home.service.audit()
    await chmod(key, 0o666)
    const [second] = await home.service.audit()
    expect([first?.id, second?.id]).toEqual([privateKeyFindingId(key), privateKeyFindingId(key)])
    expect(first?.id.length).toBeLessThanOrEqual(128)
  })

  test('a key of another account is not checked', async (context) => {
    if (!isRoot) context.skip('only root can give a file away')
    const home = await makeHome({ keys: ['key'] })
    await chown(await home.put('key', 0o666), 4321, 4321)
    expect(await home.service.audit()).toEqual([])
  })
})
