/** `keypilot explain`: from a message of ssh's to what helps. */

import { describe, expect, it } from 'vitest'
import type { FakeTerminalOptions } from './fake-terminal.ts'
import { keypilot } from './keypilot.ts'

const explain = (args: readonly string[], options: FakeTerminalOptions = {}) =>
  keypilot(['explain', ...args], options)

describe('keypilot explain', () => {
  it('tells what a message of ssh means, for each kind of server, and what helps', async () => {
    const { code, out } = await explain(['root@203.0.113.7: Permission denied (publickey).'])
    expect(code).toBe(0)
    expect(out).toMatch(/^The pod refused this key \(key-not-accepted\)\n/)
    expect(out).toContain("With a pod's own address:")
    expect(out).toContain('  2. It was pasted wrongly')
    expect(out).toContain('Open RunPod settings:\n      https://')
  })

  it('reads what a terminal says from standard input', async () => {
    const said = 'Warning: something\nbash: ssh: command not found\n'
    const { code, out } = await explain(['-'], { input: said })
    expect(code).toBe(0)
    expect(out).toMatch(/^The ssh program of this computer does not run/)
  })

  it('says on a terminal that it waits for a text, and not in a pipe', async () => {
    const input = 'bash: ssh: command not found\n'
    expect((await explain(['-'], { input, interactive: true })).err).toMatch(/^Paste the text, /)
    expect((await explain(['-'], { input })).err).toBe('')
  })

  it('lists what has the words when there are many, and the glossary', async () => {
    const { code, out } = await explain(['password'])
    expect(code).toBe(0)
    expect(out).toContain('password: RunPod sets none.')
    expect(out).toContain('  The pod refused this key (key-not-accepted)\n')
    expect(out).not.toContain('What to check')
  })

  it('explains a cause by its name', async () => {
    const { out } = await explain(['sftp-missing'])
    expect(out).toContain('apt-get update && apt-get install -y openssh-sftp-server')
  })

  it('lists everything when nothing is asked', async () => {
    const { code, out } = await explain([])
    expect(code).toBe(0)
    expect(out).toContain('Logging in\n')
    expect(out.split('\n').length).toBeGreaterThan(60)
  })

  it('says so when nothing fits', async () => {
    const { code, out } = await explain(['zebra crossing'])
    expect(code).toBe(1)
    expect(out).toContain('Nothing here fits.')
  })

  it('prints the envelope for scripts', async () => {
    const { out } = await explain(['container not found', '--json'])
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      value: { recognised: 'container-not-found' },
    })
  })
})
