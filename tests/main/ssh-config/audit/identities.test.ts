/** Findings about the keys that a config names. */

import { mkdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Finding, KeyPair } from '../../../../main/contract/methods.ts'
import type { SavedTarget } from '../../../../main/ssh-config/index.ts'
import { auditFolder, brief } from './audit-folder.ts'

const world = auditFolder()

describe('identity-missing', () => {
  it('names the file, also where it depends on the host', async () => {
    const config =
      'IdentityFile ~/.ssh/gone\nHost pod\n  IdentityFile ~/.ssh/%h\nHost *\n  User x\n'
    const findings = await world.audit(config)
    expect(brief(findings)).toEqual(['identity-missing 1 null', 'identity-missing 3 pod'])
    expect(findings[0]?.detail).toContain(`${world.folder.paths.sshDir}/gone`)
    expect(findings[1]?.detail).toContain(`${world.folder.paths.sshDir}/pod`)
    expect(findings.every(({ fixable }) => fixable)).toBe(true)
  })

  it('is not said of a public half for the agent, or of none', async () => {
    await world.key('held.pub')
    await world.key('here')
    const config = 'IdentityFile ~/.ssh/held\nIdentityFile none\nIdentityFile ~/.ssh/here\n'
    expect(await world.audit(config)).toEqual([])
  })
})

describe('identity-not-a-key', () => {
  it('says what the file is instead', async () => {
    const path = await world.key('note')
    await mkdir(`${world.folder.paths.sshDir}/folder`)
    const unreadable: Partial<KeyPair> = {
      ...{ privateKeyPath: path, publicKeyPath: null, pair: 'unreadable', format: null },
      problems: [{ code: 'empty', severity: 'error', title: 'The key file is empty', detail: '' }],
    }
    const config = 'IdentityFile ~/.ssh/note\nIdentityFile ~/.ssh/folder\n'
    const findings = await world.audit(config, { keys: [unreadable] })
    expect(brief(findings)).toEqual(['identity-not-a-key 1 null', 'identity-not-a-key 2 null'])
    expect(findings[0]?.detail).toContain('The key file is empty.')
    expect(findings[1]?.detail).toContain('It is a folder.')
  })

  it('is not said of a file that only may not be read', async () => {
    const closed: Partial<KeyPair> = {
      ...{ privateKeyPath: await world.key('k'), publicKeyPath: null, pair: 'unreadable' },
      problems: [{ code: 'unreadable-by-us', severity: 'error', title: 'Closed', detail: '' }],
    }
    expect(await world.audit('IdentityFile ~/.ssh/k\n', { keys: [closed] })).toEqual([])
  })
})

describe('what permissions say', () => {
  const found = (kind: Finding['kind'], path: string): Partial<Finding> => ({
    ...{ id: `x-${kind}`, kind, path, severity: 'refuses', repairable: true },
    ...{ title: 'Others may write it', consequence: 'ssh stops.', before: 'mode 0666' },
  })

  it('is identity-too-open for a key that the config names', async () => {
    const path = await world.key('open')
    const permissions = [found('private-key', path), found('private-key', `${path}-other`)]
    const findings = await world.audit('Host a\n  IdentityFile ~/.ssh/open\n', { permissions })
    expect(findings).toMatchObject([
      {
        ...{ code: 'identity-too-open', severity: 'error', line: 2, fixable: false },
        fix: {
          ...{ kind: 'call', method: 'permissions.plan' },
          params: { findings: ['x-private-key'] },
        },
      },
    ])
  })

  it('is config-writable for a config and an included one', async () => {
    const included = await world.folder.write('more', '')
    const permissions = [found('config', world.folder.config), found('included-config', included)]
    const findings = await world.audit('Include more\n', { permissions })
    expect(findings).toMatchObject([
      {
        code: 'config-writable',
        file: world.folder.config,
        line: null,
        detail: 'ssh stops. It has mode 0666.',
      },
      {
        code: 'config-writable',
        file: included,
        fix: { params: { findings: ['x-included-config'] } },
      },
    ])
  })
})

describe('identity-not-accepted', () => {
  const saved = (acceptedKeyId: string | null): SavedTarget[] => [
    { alias: 'pod', host: 'pod', port: 22, acceptedKeyId },
  ]
  const pair = (path: string, sha256: string): Partial<KeyPair> => ({
    ...{ id: sha256, privateKeyPath: path, publicKeyPath: null, pair: 'matched' },
    ...{ fingerprint: { sha256, md5: '' }, problems: [] },
  })

  it('is said when the server took another key', async () => {
    const keys = [
      pair(await world.key('one'), 'SHA256:one'),
      pair(await world.key('two'), 'SHA256:two'),
    ]
    const config = 'Host pod\n  IdentityFile ~/.ssh/one\n'
    const findings = await world.audit(config, { keys, saved: saved('SHA256:two') })
    expect(brief(findings)).toEqual(['identity-not-accepted 2 pod'])
    expect(findings[0]?.detail).toContain(`${world.folder.paths.sshDir}/two`)
    expect(await world.audit(config, { keys, saved: saved('SHA256:one') })).toEqual([])
    expect(await world.audit(config, { keys, saved: saved(null) })).toEqual([])
    expect(await world.audit(config, { keys: [], saved: saved('SHA256:two') })).toEqual([])
    expect(await world.audit('Host pod\n', { keys, saved: saved('SHA256:two') })).toEqual([])
  })
})

describe('many-identities', () => {
  const held = ['a', 'b', 'c', 'd', 'e'].map((name) => `SHA256:${name}`)

  it('counts the keys of the agent and of the config', async () => {
    await world.key('one')
    const config = 'Host pod\n  IdentityFile ~/.ssh/one\n'
    const findings = await world.audit(config, { agentKeyIds: held })
    expect(brief(findings)).toEqual(['many-identities 1 pod'])
    expect(findings[0]?.title).toBe('6 keys are offered to pod')
    expect(await world.audit(config, { agentKeyIds: held.slice(1) })).toEqual([])
    expect(await world.audit(`${config}  IdentitiesOnly yes\n`, { agentKeyIds: held })).toEqual([])
    expect(await world.audit('Host pod\n  Port 2\n', { agentKeyIds: held })).toEqual([])
  })
})
