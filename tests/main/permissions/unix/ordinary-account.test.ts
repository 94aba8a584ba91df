/** What an ordinary account meets: files of root, closed folders, access lists. */

import { execFileSync } from 'node:child_process'
import { chmod, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restorePermissions } from '../../../../main/permissions/index.ts'
import {
  type Agent,
  type OtherAccount,
  SHARED_GID,
  startOtherAccount,
  UID,
  USER,
  whyNoOtherAccount,
} from '../support/other-account.ts'
import { skipUnless, works } from '../support/tools.ts'

const missing = whyNoOtherAccount()
describe.skipIf(skipUnless(missing === null, `files of other accounts, since ${missing}`))(
  'as an ordinary account',
  () => {
    let account: OtherAccount
    let agent: Agent
    let ssh: string
    let key: string

    beforeAll(async () => {
      account = await startOtherAccount()
      ssh = join(account.home, '.ssh')
      key = join(ssh, "it's mine")
      agent = account.agent([key], 'OpenSSH_9.9p1')
    }, 60_000)
    afterAll(() => account?.stop())

    async function fresh(): Promise<void> {
      execFileSync('rm', ['-rf', ssh])
      await account.sh(
        `mkdir -m 700 ${ssh}; ssh-keygen -q -t ed25519 -N "" -f "${key}"; rm "${key}.pub"`,
      )
    }
    const loads = async () =>
      (await account.sh(`ssh-keygen -y -f "${key}"`)).startsWith('ssh-ed25519')
    /** What root would be asked to run: the line, with sudo only printing its arguments. */
    const sudoArguments = async (line: string) =>
      account.sh(`sudo() { printf '[%s]' "$@"; }; ${line}`)

    test('the folder of the plans belongs to root: said, and nothing is changed', async () => {
      await fresh()
      await chmod(key, 0o644)
      const plans = join(account.home, 'data', 'permission-plans')
      await account.sh(`mkdir -p ${plans}`)
      execFileSync('chown', ['0', plans])
      await chmod(plans, 0o700)
      const { findings } = await agent.report()
      expect(await agent.plan(findings.map(({ id }) => id))).toEqual({
        error: expect.stringContaining(`${plans}: this account may not do that`),
      })
      execFileSync('rm', ['-r', plans])
    })

    test('made by sudo: no failed chmod, but the one line to run', async () => {
      await fresh()
      execFileSync('sh', [
        '-c',
        'cd "$1" && touch config known_hosts && chmod 600 * && chown 0:0 *',
        'sh',
        ssh,
      ])
      const { findings } = await agent.report()
      expect(
        findings.map(({ code, severity, repairable }) => [code, severity, repairable]),
      ).toEqual([
        ['private-key-unreadable', 'refuses', false],
        ['config-unreadable', 'refuses', false],
        ['known-hosts-unreadable', 'refuses', false],
      ])
      const { title, before, fix } = findings[0] ?? {}
      expect([title, before]).toEqual([
        'This private key belongs to root, and you may not read it',
        'mode 0600, owner root',
      ])
      if (fix?.kind !== 'copy') throw new Error('no line to copy')
      expect(await sudoArguments(fix.text)).toBe(`[chown][${USER}:${USER}][${key}]`)
      const plan = await agent.plan(findings.map(({ id }) => id))
      expect(plan.steps).toEqual([])
      expect(plan.skipped[0]?.reason).toContain('as happens when a command was run with sudo')
      expect(await loads()).toBe(false)
      execFileSync('chown', [`${UID}:${UID}`, key])
      expect(await loads()).toBe(true)
      expect((await agent.report()).findings.map(({ kind }) => kind)).toEqual([
        'config',
        'known-hosts',
      ])
    })

    test('the folder itself belongs to root: it explains what is in it', async () => {
      await fresh()
      execFileSync('chown', ['-R', '0:0', ssh])
      await chmod(ssh, 0o755)
      const { findings } = await agent.report()
      expect(findings.map(({ code, severity, rootCause }) => [code, severity, rootCause])).toEqual([
        ['ssh-folder-owner', 'refuses', null],
        ['private-key-unreadable', 'refuses', findings[0]?.id],
      ])
      const fix = findings[0]?.fix
      if (fix?.kind !== 'copy') throw new Error('no line to copy')
      expect(await sudoArguments(fix.text)).toBe(`[chown][-R][${USER}:${USER}][${ssh}]`)
      await chmod(ssh, 0o700)
      const closed = (await agent.report()).findings
      expect(closed.map(({ code, severity }) => [code, severity])).toEqual([
        ['ssh-folder-owner', 'refuses'],
      ])
      expect(closed[0]?.consequence).toContain('cannot reach any key')
    })

    test('a file of root that others may write needs root', async () => {
      await fresh()
      await writeFile(join(ssh, 'config'), '', { mode: 0o644 })
      await chmod(join(ssh, 'config'), 0o666)
      const [finding] = (await agent.report()).findings
      expect(finding).toMatchObject({
        code: 'config-writable',
        repairable: false,
        fix: { kind: 'copy', text: `sudo chmod 644 '${join(ssh, 'config')}'` },
      })
    })

    test('a folder that was closed with chmod 600', async () => {
      await fresh()
      await chmod(ssh, 0o600)
      expect(await loads()).toBe(false)
      const { findings } = await agent.report()
      expect(findings.map(({ code, before, after }) => [code, before, after])).toEqual([
        ['ssh-folder-not-enterable', 'mode 0600', 'mode 0700'],
      ])
      const repair = await agent.repair((await agent.plan([findings[0]?.id ?? ''])).id)
      expect(repair).toMatchObject({ failed: [], remaining: [] })
      expect([await loads(), (await agent.report()).findings]).toEqual([true, []])
    })

    test('a setgid folder of a group that is not ours: the bit goes, and the plan says so', async () => {
      await fresh()
      execFileSync('chgrp', [String(SHARED_GID), ssh])
      await chmod(ssh, 0o2777)
      const [finding] = (await agent.report()).findings
      expect([finding?.before, finding?.after]).toEqual(['mode 2777', 'mode 0755'])
      const repair = await agent.repair((await agent.plan([finding?.id ?? ''])).id)
      expect(repair).toMatchObject({ failed: [], remaining: [], repaired: [{ to: 'mode 0755' }] })
      expect((await agent.restore(ssh, 0o2777)).error).toContain('but for the setgid bit')
      await restorePermissions({ path: ssh, mode: 0o2777, sddl: null })
      expect((await stat(ssh)).mode & 0o7777).toBe(0o2777)
    })

    test('own files that nobody may read, down to mode 0000', async () => {
      await fresh()
      for (const mode of [0o000, 0o200, 0o100, 0o077]) {
        await chmod(key, mode)
        const [finding] = (await agent.report()).findings
        const repair = await agent.repair((await agent.plan([finding?.id ?? ''])).id)
        expect(repair).toMatchObject({ failed: [], remaining: [] })
        expect([await loads(), (await agent.report()).findings]).toEqual([true, []])
      }
    })

    test('any mode of any file: a repair, and one more for what a closed folder hid', async () => {
      await fresh()
      const names = ['config', 'known_hosts', 'authorized_keys']
      await account.sh(`cd ${ssh} && touch ${names.join(' ')}`)
      const files = [...names.map((name) => join(ssh, name)), key, ssh, account.home]
      const mode = fc.integer({ min: 0, max: 0o777 })
      const round = async () => {
        const plan = await agent.plan((await agent.report()).findings.map(({ id }) => id))
        expect(plan.skipped).toEqual([])
        expect(await agent.repair(plan.id)).toMatchObject({ failed: [] })
      }
      await fc.assert(
        fc.asyncProperty(fc.array(mode, { minLength: 6, maxLength: 6 }), async (modes) => {
          for (const [index, path] of files.entries()) await chmod(path, modes[index] ?? 0)
          // Home has to be open before Keypilot can keep a plan in it, and then the ssh folder.
          await chmod(account.home, (modes[5] ?? 0) | 0o300)
          await round()
          await round()
          expect([(await agent.report()).findings, await loads()]).toEqual([[], true])
        }),
        { numRuns: 15 },
      )
      await chmod(account.home, 0o755)
    }, 300_000)

    test('an access list that trips ssh', async (context) => {
      if (!works('setfacl', '--version')) context.skip('setfacl is not installed')
      await fresh()
      execFileSync('setfacl', ['-m', 'u:42999:r', key])
      expect(await loads()).toBe(false)
      const [finding] = (await agent.report()).findings
      expect(finding).toMatchObject({
        code: 'private-key-too-open',
        before: 'mode 0640 with an access list',
        after: 'mode 0600',
      })
      expect(finding?.consequence).toContain('shuts the whole list off')
      const plan = await agent.plan([finding?.id ?? ''])
      expect(await agent.repair(plan.id)).toMatchObject({ failed: [], remaining: [] })
      expect([await loads(), (await agent.report()).findings]).toEqual([true, []])
      const list = () => execFileSync('getfacl', ['-pn', key], { encoding: 'utf8' })
      expect(list()).toMatch(/user:42999:r--\s+#effective:---/)
      await restorePermissions({ path: key, mode: 0o640, sddl: null })
      expect(list()).toMatch(/user:42999:r--\n/)
    })

    test('a drive that can only be read', async () => {
      await fresh()
      const inNamespace = (line: string) =>
        new Promise((resolve) => account.start(['sh', '-c', line]).once('exit', resolve))
      expect(
        await inNamespace(`mount -t tmpfs -o mode=700,uid=${UID},gid=${UID} none ${ssh}`),
      ).toBe(0)
      await account.sh(`ssh-keygen -q -t ed25519 -N "" -f "${key}"; chmod 644 "${key}"`)
      expect(await inNamespace(`mount -o remount,ro ${ssh}`)).toBe(0)
      const [finding] = (await agent.report()).findings
      expect(finding?.code).toBe('private-key-too-open')
      const repair = await agent.repair((await agent.plan([finding?.id ?? ''])).id)
      expect(repair).toMatchObject({ repaired: [], backup: null, remaining: [{ path: key }] })
      expect(repair.failed[0]?.reason).toContain('that drive can only be read')
      expect(await inNamespace(`umount ${ssh}`)).toBe(0)
    })
  },
)
