/** `keypilot save`, `connections` and `test` of what is saved, with the real services. */

import { rm } from 'node:fs/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { resolvePaths } from '../../../main/storage/index.ts'
import { freePort } from '../../support/servers/index.ts'
import { keypilot } from './keypilot.ts'

const COMMAND = 'ssh root@203.0.113.7 -p 10022'

beforeEach(async () => {
  const { dataDir, sshDir } = resolvePaths()
  await rm(dataDir, { recursive: true, force: true })
  await rm(sshDir, { recursive: true, force: true })
})

describe('keypilot save', () => {
  it('keeps a command, and says how to go on', async () => {
    expect(await keypilot(['save', COMMAND])).toEqual({
      code: 0,
      out: 'Saved as root@203.0.113.7:10022 (root@203.0.113.7, port 10022).\nTest it with: keypilot test root@203.0.113.7:10022\n',
      err: '',
      asked: [],
    })
    const named = await keypilot(['save', COMMAND, '--name', 'training pod', '--notes', 'A100'])
    expect(named.out).toContain('Test it with: keypilot test "training pod"')
    const { out } = await keypilot(['connections', '--json'])
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      value: [{ name: 'training pod', notes: 'A100', target: { port: 10022 } }],
    })
  })

  it.each([
    [[], 2, /Which command/],
    [['nonsense'], 1, /not an SSH command that can be saved/],
    [[COMMAND, '--key', 'gone'], 1, /no key called "gone"/],
  ])('%j ends with %i', async (args, code, message) => {
    const result = await keypilot(['save', ...args])
    expect(result.code).toBe(code)
    expect(result.err.replaceAll(/\s+/g, ' ')).toMatch(message)
  })
})

describe('keypilot connections', () => {
  it('says how to begin', async () => {
    const { code, out } = await keypilot(['connections'])
    expect(code).toBe(0)
    expect(out).toContain('keypilot save "<ssh command>"')
  })

  it('shows what is saved, and how the last test went', async () => {
    const port = await freePort()
    await keypilot(['new', 'id_ed25519', '--no-passphrase'])
    await keypilot(['save', COMMAND, '--name', 'never tested'])
    await keypilot(['save', `ssh me@127.0.0.1 -p ${port}`, '--name', 'refused'])
    await keypilot(['test', 'refused'])
    const { out } = await keypilot(['connections'], { width: 120 })
    const [head, first, second] = out.split('\n')
    expect(head).toMatch(/^NAME +WHERE +LAST TEST +RESULT$/)
    expect(first).toMatch(
      new RegExp(`^refused +me@127.0.0.1:${port} +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d +\\S`),
    )
    expect(second).toMatch(/^never tested +root@203.0.113.7:10022 +never +-$/)
  })
})

describe('keypilot test', () => {
  let port: number
  beforeEach(async () => {
    port = await freePort()
    await keypilot(['new', 'id_ed25519', '--no-passphrase'])
    await keypilot(['save', `ssh me@127.0.0.1 -p ${port}`, '--name', 'my pod'])
  })

  it('takes the name or the id of a saved connection', async () => {
    const { out } = await keypilot(['connections', '--json'])
    const { id } = JSON.parse(out).value[0]
    for (const what of ['my pod', id]) {
      const { code, out } = await keypilot(['test', what, '--json'])
      expect(code).toBe(1)
      expect(JSON.parse(out)).toMatchObject({
        value: { cause: 'connection-refused', target: { port } },
      })
    }
  })

  it('asks which one when two have the name', async () => {
    await keypilot(['save', COMMAND, '--name', 'my pod'])
    const { code, err } = await keypilot(['test', 'my pod'])
    expect(code).toBe(1)
    expect(err).toMatch(/2 saved connections have this name/)
    expect(err).toMatch(/203\.0\.113\.7:10022/)
  })

  it('--all shows a line for each, what is wrong, and the sum', async () => {
    await keypilot(['save', `ssh other@127.0.0.1 -p ${port}`])
    const { code, out } = await keypilot(['test', '--all'])
    expect(code).toBe(1)
    expect(out).toMatch(/ {2}✗ my pod +\d+ ms {2}\S/)
    expect(out).toMatch(new RegExp(` {2}✗ other@127.0.0.1:${port} +\\d+ ms {2}\\S`))
    expect(out).toContain('0 can be logged in to, 2 cannot.')
    const json = await keypilot(['test', '--all', '--failed', '--json'])
    expect(json.code).toBe(1)
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, value: { failed: 2 } })
    expect(json.err.trimEnd().split('\n')).toHaveLength(4)
  })

  it('--all of none says so', async () => {
    await rm(resolvePaths().connectionsFile)
    expect(await keypilot(['test', '--all'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('There are no saved connections yet.'),
    })
  })

  it.each([
    [['--all', COMMAND], /leave out/],
    [['--all', '--accept-new'], /--all takes no/],
    [['--all', '--key', 'x'], /--all takes no/],
    [['--failed'], /--failed needs --all/],
    [[], /Which command, or which saved connection/],
  ])('%j is not understood', async (args, message) => {
    const { code, err } = await keypilot(['test', ...args])
    expect(code).toBe(2)
    expect(err).toMatch(message)
  })
})
