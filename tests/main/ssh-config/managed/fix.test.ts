// Every repair of a finding: only the intended lines change, and for the real ssh the fault is gone.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConfigFinding } from '../../../../main/contract/methods.ts'
import { type EditorFolder, editorFolder, finding, nobody, person, value } from './support.ts'

let folder: EditorFolder
let found: ConfigFinding | null
let address: { hostName: string; port: number } | null
beforeEach(async () => {
  found = null
  address = null
  folder = await editorFolder({
    findFinding: async (id) => (id === found?.id ? found : null),
    currentAddress: async () => address,
  })
})
afterEach(() => folder.remove())

/** Writes the config, repairs the finding, and gives the config back. */
async function repair(
  code: string,
  text: string | Buffer,
  line: number | null,
  alias: string | null = null,
): Promise<string | null> {
  await folder.write('config', text)
  found = finding(code, { file: folder.config, line, alias })
  const { planId } = await folder.editor.planFix({ finding: code })
  const change = await folder.editor.applyFix({ finding: code, planId }, nobody)
  expect(change).toMatchObject({ changed: [folder.config], verified: true, notes: [] })
  return folder.text('config')
}

describe('a block behind a wider one', () => {
  const text = [
    '# for all',
    'Host *',
    '  User everybody',
    '',
    'Host a',
    '  Port 5',
    '',
    '# the pod',
    'Host pod',
    '  User root',
    '',
    'Host z',
    '  Port 9',
    '',
  ].join('\n')

  it('moves above it, with its comment', async () => {
    await folder.write('config', text)
    const others = await Promise.all(['a', 'z', 'x'].map((name) => folder.ssh(name)))
    expect(value(await folder.ssh('pod'), 'user')).toBe('everybody')
    expect(await repair('shadowed-by-wildcard', text, 9, 'pod')).toBe(
      `# the pod\nHost pod\n  User root\n\n${text.replace('# the pod\nHost pod\n  User root\n\n', '')}`,
    )
    expect(value(await folder.ssh('pod'), 'user')).toBe('root')
    expect(await Promise.all(['a', 'z', 'x'].map((name) => folder.ssh(name)))).toEqual(others)
  })

  it('at the end of a file that is not ended', async () => {
    const after = await repair(
      'shadowed-by-wildcard',
      'Host *\n User e\n\nHost pod\n User r',
      4,
      'pod',
    )
    expect(after).toBe('Host pod\n User r\n\nHost *\n User e\n')
    expect(value(await folder.ssh('pod'), 'user')).toBe('r')
  })

  it('stays where a third one would change with it', async () => {
    // For "pod2" the first of the two that hold for it wins today.
    const shared = 'Host pod?\n User e\nHost pod pod2\n User r\nHost *\n User x\n'
    await folder.write('config', shared)
    found = finding('shadowed-by-wildcard', { file: folder.config, line: 3, alias: 'pod2' })
    const { verified } = await folder.editor.applyFix({ finding: found.id }, person(true))
    expect(verified).toBe(true)
    expect(value(await folder.ssh('pod2'), 'user')).toBe('r')
  })

  it('is not moved out of its file', async () => {
    const file = await folder.write('mine.conf', 'Host pod\n  User root\n')
    await folder.write('config', `Host *\n  User e\nMatch all\nInclude ${file}\n`)
    found = finding('shadowed-by-wildcard', { file, line: 1, alias: 'pod' })
    await expect(folder.editor.planFix({ finding: found.id })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('a different file'),
    })
  })
})

describe('a line out of use', () => {
  it.each([
    ['identity-missing', 'Host a\n  IdentityFile /gone # old\n  Port 3\n', 2],
    ['identity-not-a-key', 'Host a\r\n\tIdentityFile=/etc/passwd', 2],
    ['refused-characters', 'Host a\n  ProxyJump a;b\n', 2],
  ])('%s', async (code, text, line) => {
    const after = await repair(code, text, line)
    const expected = text.replace(/^(\s*)(IdentityFile|ProxyJump)/m, '$1# Keypilot: $2')
    expect(after).toBe(expected)
    const said = await folder.ssh('a')
    expect(said).not.toContain('refused')
    expect(said).not.toMatch(/gone|passwd|a;b/)
  })

  it.each([
    ['an unknown word', 'Host a\n  Prot 3\n  User u\nHost b\n  User w\n', 2, /^ {2}Prot/m],
    ['an open quote', 'User u\nHost a\n  IdentityFile "/x\n', 3, /^ {2}Ident/m],
    ['a path with a space', 'Host a\n  IdentityFile /my keys/x\n', 2, /^ {2}Ident/m],
  ])('syntax-error: %s', async (_, text, line, where) => {
    await folder.write('config', text)
    expect(await folder.ssh('b')).toContain('refused')
    const after = await repair('syntax-error', text, line)
    expect(after).toBe(text.replace(where, (start) => `  # Keypilot: ${start.trim()}`))
    expect(await folder.ssh('b')).not.toContain('refused')
  })

  it('a Host line takes its block with it', async () => {
    const text = 'Host a\n  User u\nHost\n  # mine\n  User w\n\nHost b\n  Port 4\n'
    const after = await repair('syntax-error', text, 3)
    expect(after).toBe(
      text.replace('Host\n', '# Keypilot: Host\n').replace('  User w', '  # Keypilot: User w'),
    )
    expect(value(await folder.ssh('a'), 'user')).toBe('u')
    expect(value(await folder.ssh('b'), 'port')).toBe('4')
  })

  it('says so when ssh still refuses something else', async () => {
    await folder.write('config', 'Prot 1\nHots 2\n')
    found = finding('syntax-error', { file: folder.config, line: 1, alias: null })
    const change = await folder.editor.applyFix({ finding: found.id }, person(true))
    expect(change).toMatchObject({ verified: false, notes: [{ code: 'still-refused' }] })
    expect(change.notes[0]?.detail).toContain('config: line 2')
    expect(await folder.text('config')).toBe('# Keypilot: Prot 1\nHots 2\n')
  })
})

describe('settings of a block', () => {
  it('many-identities', async () => {
    const text = 'Host a\n\tPort 3\n\nHost b\n  Port 4\n'
    expect(await repair('many-identities', text, 1, 'a')).toBe(
      text.replace('Port 3\n', 'Port 3\n\tIdentitiesOnly yes\n'),
    )
    expect(value(await folder.ssh('a'), 'identitiesonly')).toBe('yes')
    expect(value(await folder.ssh('b'), 'identitiesonly')).toBe('no')
  })

  it('many-identities where an earlier line says no', async () => {
    await folder.write('config', 'IdentitiesOnly no\nHost a\n  Port 3\n')
    found = finding('many-identities', { file: folder.config, line: 2, alias: 'a' })
    await expect(folder.editor.applyFix({ finding: found.id }, person(true))).rejects.toMatchObject(
      {
        code: 'verification-failed',
        message: expect.stringContaining(`${folder.config}, line 1`),
      },
    )
  })

  it('stale-entry', async () => {
    const text = 'Host a\n  HostName 203.0.113.1 # pod\n  User root\nHost b\n  Port 1\n'
    address = { hostName: '203.0.113.9', port: 10_022 }
    expect(await repair('stale-entry', text, 1, 'a')).toBe(
      text
        .replace('203.0.113.1', '203.0.113.9')
        .replace('  User root\n', '  User root\n  Port 10022\n'),
    )
    const said = await folder.ssh('a')
    expect([value(said, 'hostname'), value(said, 'port')]).toEqual(['203.0.113.9', '10022'])
  })

  it('stale-entry whose address nobody knows', async () => {
    await folder.write('config', 'Host a\n  HostName 203.0.113.1\n')
    found = finding('stale-entry', { file: folder.config, line: 1, alias: 'a' })
    await expect(folder.editor.planFix({ finding: found.id })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('duplicate-alias', async () => {
    const text = 'Host a\n  Port 3\nHost b\n  Port 4\nHost a\n  Port 5\n'
    expect(await repair('duplicate-alias', text, 5, 'a')).toBe(
      text.replace('Host a\n  Port 5', '# Keypilot: Host a\n  # Keypilot: Port 5'),
    )
    expect(value(await folder.ssh('a'), 'port')).toBe('3')
    expect(value(await folder.ssh('b'), 'port')).toBe('4')
  })

  it('duplicate-alias beside others, with a note of what goes', async () => {
    await folder.write('config', 'Host a\n  Port 3\nHost b a c\n  User u\n')
    found = finding('duplicate-alias', { file: folder.config, line: 3, alias: 'a' })
    const plan = await folder.editor.planFix({ finding: found.id })
    expect(plan.notes).toMatchObject([{ code: 'settings-lost' }])
    expect(plan.notes[0]?.detail).toContain('User u')
    await folder.editor.applyFix({ finding: found.id, planId: plan.planId }, nobody)
    expect(await folder.text('config')).toBe('Host a\n  Port 3\nHost b c\n  User u\n')
    expect(value(await folder.ssh('c'), 'user')).toBe('u')
    expect(value(await folder.ssh('a'), 'user')).not.toBe('u')
  })
})

describe('windows-path', () => {
  it.each([
    ['C:\\Users\\my name\\.ssh\\id_rsa', '"C:/Users/my name/.ssh/id_rsa"'],
    ['"C:\\keys\\"', 'C:/keys/'],
    ['"C:\\keys\\" # mine', 'C:/keys/ # mine'],
    ['C:\\\\Users\\\\me\\\\id # mine', 'C:/Users/me/id # mine'],
    ['\\\\server\\share\\id', '//server/share/id'],
    ["'C:\\a b\\id'", '"C:/a b/id"'],
  ])('%s', async (raw, expected) => {
    const text = `Host a\n  User u\n  IdentityFile ${raw}\n`
    expect(await repair('windows-path', text, 3)).toBe(text.replace(raw, () => expected))
    const path = expected.replace(/ # mine$/, '').replaceAll('"', '')
    expect(value(await folder.ssh('a'), 'identityfile')).toBe(path)
  })

  it('each of several known_hosts files', async () => {
    const text = 'UserKnownHostsFile ~/.ssh/known_hosts "C:\\my hosts" D:\\b\n'
    expect(await repair('windows-path', text, 1)).toBe(
      'UserKnownHostsFile ~/.ssh/known_hosts "C:/my hosts" D:/b\n',
    )
  })
})

it('byte-order-mark', async () => {
  const text = 'Host a\n  Port 3\n'
  await folder.write('config', `\ufeff${text}`)
  expect(await folder.ssh('a')).toContain('refused')
  expect(await repair('byte-order-mark', `\ufeff${text}`, null)).toBe(text)
  expect(value(await folder.ssh('a'), 'port')).toBe('3')
})
