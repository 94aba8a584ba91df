import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAgentClient } from '../../../../main/agent/index.ts'
import type { InspectedPair } from '../../../../main/keys/index.ts'
import {
  type Sshd,
  startScriptedSsh,
  startSshd,
  whyNoSshd,
} from '../../../support/servers/index.ts'
import { createWorld } from '../client/world.ts'
import { makeKey, targetOf } from '../support.ts'
import { startDropbear, whyNoDropbear } from './dropbear.ts'
import { connectionsIn, createPerson, lineOf, type Person } from './support.ts'

describe.skipIf(whyNoSshd() !== null)('with the real sshd', () => {
  let person: Person
  const servers: Sshd[] = []
  beforeEach(() => {
    person = createPerson()
  })
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()))
  })
  const sshdWith = async (authorizedKeys: readonly string[], config: readonly string[] = []) => {
    const sshd = await startSshd({ authorizedKeys, config })
    servers.push(sshd)
    person.know(sshd)
    return sshd
  }

  let fifty: readonly InspectedPair[]
  beforeAll(async () => {
    const other = createPerson()
    await other.addKeys(50)
    fifty = await other.listPublic()
    // Listed as on any other day; from here on, there is no private half that could be used.
    for (const { pair } of fifty) rmSync(pair.privateKeyPath ?? '')
  })

  test.each([
    [1, 1],
    [7, 2],
    [50, 10],
  ])('of 50 keys the %i. is accepted, after %i connections', async (place, connections) => {
    const listed = fifty
    const right = listed[place - 1]
    if (right === undefined) throw new Error('no such key')
    const sshd = await sshdWith([lineOf(right)])
    const keys = { listPublic: async () => listed }
    const { report, progress } = await person.find({ target: targetOf(sshd) }, { keys })
    expect(report.accepted).toEqual([right.pair.id])
    expect(report).toMatchObject({ connections, stopped: null, failure: null })
    expect(report.hostKey).toMatchObject({ status: 'known', sha256: sshd.hostKeys[0]?.sha256 })
    expect(connectionsIn(sshd.log()) - connectionsBeforeUse).toBe(connections)
    // The rest of the connection is used, and no other one is opened.
    const tried = Math.min(connections * 5, 50)
    expect(report.keys.filter(({ state }) => state === 'refused')).toHaveLength(tried - 1)
    expect(report.keys.filter(({ state }) => state === 'not-tried')).toHaveLength(50 - tried)
    expect(progress).toEqual(
      Array.from({ length: tried + 1 }, (_, index) => ({
        kind: 'keys-tried',
        tried: index,
        total: 50,
      })),
    )
    // Nobody was logged in: sshd writes a line when a signature was right.
    expect(sshd.log()).not.toContain('Accepted publickey')
  })

  test('a locked key takes no passphrase', async () => {
    await person.addKeys(1, 'correct horse')
    const [locked] = await person.listPublic()
    if (locked === undefined) throw new Error('no key')
    expect(locked.pair.encrypted).toBe(true)
    const sshd = await sshdWith([lineOf(locked)])
    const { report } = await person.find({ target: targetOf(sshd) })
    expect(report.accepted).toEqual([locked.pair.id])
  })

  test('no key is accepted: all are tried, and known_hosts stays as it was', async () => {
    await person.addKeys(6)
    const sshd = await sshdWith([])
    const before = readFileSync(person.knownHostsFile)
    const { report } = await person.find({ target: targetOf(sshd) })
    expect(report).toMatchObject({ accepted: [], connections: 2, stopped: null, failure: null })
    expect(report.keys.map(({ state }) => state)).toEqual(Array(6).fill('refused'))
    expect(readFileSync(person.knownHostsFile)).toEqual(before)
  })

  test('from the text of a command, with keys of all types', async () => {
    const types = [
      ['rsa', ['-t', 'rsa', '-b', '2048']],
      ['ecdsa', ['-t', 'ecdsa', '-b', '384']],
      ['pem', ['-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', 'correct horse']],
    ] as const
    const made = types.map(([name, args]) => makeKey(join(person.sshDir, name), args))
    const sshd = await sshdWith(made.map(({ publicLine }) => publicLine))
    const command = `ssh ${sshd.user}@127.0.0.1 -p ${sshd.port}`
    const { report } = await person.find({ command })
    expect(report.accepted.toSorted()).toEqual(made.map(({ id }) => id).toSorted())
    expect(report.connections).toBe(1)
  })

  test('a key of a security key, which ssh2 cannot even read', async () => {
    // The public half of a key of a security key; nobody has the hardware here.
    const word = 'sk-ssh-ed25519@openssh.com'
    const part = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes])
    const blob = Buffer.concat([
      part(Buffer.from(word)),
      part(Buffer.alloc(32, 7)),
      part(Buffer.from('ssh:')),
    ])
    const line = `${word} ${blob.toString('base64')} token`
    writeFileSync(join(person.sshDir, 'id_sk.pub'), `${line}\n`)
    const [listed] = await person.listPublic()
    if (listed === undefined) throw new Error('not listed')
    const asHeld = { ...listed, pair: { ...listed.pair, uses: [{ kind: 'agent' } as const] } }
    const sshd = await sshdWith([line])
    const keys = { listPublic: async () => [asHeld] }
    const { report } = await person.find({ target: targetOf(sshd) }, { keys })
    expect(report.accepted).toEqual([listed.pair.id])
    expect(report.keys).toMatchObject([{ source: 'file-and-agent', state: 'accepted', detail: '' }])
  })

  test('keys of the agent, with and without a file', async () => {
    const world = createWorld()
    const socket = await world.agent()
    const env = { ...process.env, SSH_AUTH_SOCK: socket }
    const elsewhere = world.key('elsewhere')
    const both = makeKey(join(person.sshDir, 'both'))
    spawnSync('ssh-add', [elsewhere.path, both.path], { env })
    rmSync(elsewhere.path)
    const client = createAgentClient({ platform: process.platform, env })
    person = createPerson(() => client.heldKeys())
    const copy = join(person.sshDir, 'both')
    writeFileSync(copy, readFileSync(both.path), { mode: 0o600 })
    const sshd = await sshdWith([elsewhere.publicLine])
    const { report } = await person.find({ target: targetOf(sshd) })
    await world.end()
    expect(report.accepted).toEqual([elsewhere.id])
    expect(report.keys.map(({ source, state }) => `${source} ${state}`).toSorted()).toEqual([
      'agent accepted',
      'file-and-agent refused',
    ])
  })

  test('keys that could not log in from here are not tried, and it is said why', async () => {
    const right = makeKey(join(person.sshDir, 'moved'))
    rmSync(right.path)
    writeFileSync(join(person.sshDir, 'damaged'), '-----BEGIN OPENSSH PRIVATE KEY-----\nno\n', {
      mode: 0o600,
    })
    const sshd = await sshdWith([right.publicLine])
    const { report } = await person.find({ target: targetOf(sshd) })
    expect(report).toMatchObject({ accepted: [], connections: 0 })
    expect(report.stopped).toContain('no key here')
    expect(report.keys.map(({ state }) => state)).toEqual(['not-tried', 'not-tried'])
    for (const { detail } of report.keys) expect(detail).toMatch(/^[A-Z].*\.$/)
  })

  test('two files with the same key are offered once', async () => {
    const one = makeKey(join(person.sshDir, 'one'))
    writeFileSync(join(person.sshDir, 'two'), readFileSync(one.path), { mode: 0o600 })
    const sshd = await sshdWith([one.publicLine])
    const { report, progress } = await person.find({ target: targetOf(sshd) })
    expect(report.accepted).toEqual([one.id])
    expect(report.keys.map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual([
      'one accepted',
      'two accepted',
    ])
    expect(progress.at(-1)).toEqual({ kind: 'keys-tried', tried: 1, total: 1 })
  })

  test.each([
    [1, 4],
    [2, 2],
    [3, 2],
  ])('a server that allows %i tries', async (tries, connections) => {
    await person.addKeys(4)
    const listed = await person.listPublic()
    const last = listed.at(-1)
    if (last === undefined) throw new Error('no key')
    const sshd = await sshdWith([lineOf(last)], [`MaxAuthTries ${tries}`])
    const { report } = await person.find({ target: targetOf(sshd) })
    expect(report).toMatchObject({ accepted: [last.pair.id], connections, stopped: null })
    expect(report.keys.map(({ state }) => state)).toEqual([
      'refused',
      'refused',
      'refused',
      'accepted',
    ])
  })

  test('a server that takes no keys says so at the first connection', async () => {
    await person.addKeys(6)
    const config = ['PubkeyAuthentication no', 'PasswordAuthentication yes']
    const sshd = await sshdWith([], config)
    const { report } = await person.find({ target: targetOf(sshd) })
    expect(report).toMatchObject({ connections: 1, accepted: [] })
    expect(report.failure?.explanation).toContain('takes no keys')
    expect(report.keys.every(({ state }) => state === 'not-tried')).toBe(true)
  })

  describe('the host key comes first', () => {
    test('a new one stops before any key is shown, unless the person goes on', async () => {
      await person.addKeys(1)
      const [key] = await person.listPublic()
      const sshd = await startSshd({ authorizedKeys: key ? [lineOf(key)] : [] })
      servers.push(sshd)
      const first = await person.find({ target: targetOf(sshd) })
      expect(first.report).toMatchObject({
        failure: { cause: 'host-key-new' },
        hostKey: { status: 'new', sha256: sshd.hostKeys[0]?.sha256 },
        accepted: [],
      })
      expect(sshd.log()).not.toContain('userauth-request')
      expect(sshd.log()).not.toContain(`Failed publickey`)
      const second = await person.find({ target: targetOf(sshd), hostKeyPolicy: 'accept-new' })
      expect(second.report).toMatchObject({
        failure: null,
        hostKey: { status: 'new' },
        accepted: [key?.pair.id],
      })
      expect(existsSync(person.knownHostsFile)).toBe(false)
    })

    test.each([
      ['changed', '', 'host-key-changed'],
      ['revoked', '@revoked ', 'host-key-revoked'],
    ])('a %s one stops whatever the policy', async (_what, marker, cause) => {
      await person.addKeys(1)
      const sshd = await startSshd({ authorizedKeys: [] })
      servers.push(sshd)
      const other = makeKey(join(person.sshDir, 'other'))
      const line = marker === '' ? other.publicLine : sshd.hostKeys[0]?.line
      writeFileSync(person.knownHostsFile, `${marker}[127.0.0.1]:${sshd.port} ${line}\n`)
      const params = { target: targetOf(sshd), hostKeyPolicy: 'accept-new' } as const
      const { report } = await person.find(params)
      expect(report).toMatchObject({ failure: { cause }, accepted: [], connections: 1 })
    })
  })

  test('cancelled in the middle, it leaves no connection', async () => {
    await person.addKeys(20)
    const sshd = await sshdWith([])
    const controller = new AbortController()
    const running = person.find(
      { target: targetOf(sshd) },
      {
        signal: controller.signal,
        onProgress: ({ tried }) => {
          if (tried === 7) controller.abort()
        },
      },
    )
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    await expect.poll(() => openConnections(sshd.port), { timeout: 10_000 }).toBe(0)
    expect(connectionsIn(sshd.log()) - connectionsBeforeUse).toBe(2)
  })
})

/** `startSshd` looks once whether the server answers. */
const connectionsBeforeUse = 1

/** Established connections to the port, as the kernel counts them. */
function openConnections(port: number): number {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n')
  return lines.filter((line) => line.includes(`:${wanted} 01 `)).length
}

test.skipIf(whyNoDropbear() !== null)('with the real Dropbear', async () => {
  const person = createPerson()
  await person.addKeys(7)
  const rsa = makeKey(join(person.sshDir, 'zz_rsa'), ['-t', 'rsa', '-b', '2048'])
  const listed = await person.listPublic()
  const right = listed.findIndex(({ pair }) => pair.id === rsa.id)
  const dropbear = await startDropbear([rsa.publicLine])
  const params = { target: targetOf(dropbear), hostKeyPolicy: 'accept-new' } as const
  const { report } = await person.find(params)
  await dropbear.stop()
  expect(report).toMatchObject({ accepted: [rsa.id], stopped: null, failure: null })
  expect(report.connections).toBe(right < 5 ? 1 : 2)
})

test('a server that wants RSA with SHA-1 only', async () => {
  const person = createPerson()
  makeKey(join(person.sshDir, 'rsa'), ['-t', 'rsa', '-b', '2048'])
  const server = await startScriptedSsh('names-no-signatures')
  const params = { target: targetOf(server), hostKeyPolicy: 'accept-new' } as const
  const { report } = await person.find(params)
  await server.stop()
  expect(report.accepted).toEqual([])
  expect(report.keys).toMatchObject([
    { state: 'not-tried', detail: expect.stringContaining('SHA-1') },
  ])
})

test('a server that lets everyone in tells nothing about keys', async () => {
  const person = createPerson()
  await person.addKeys(2)
  const server = await startScriptedSsh('needs-no-key')
  const params = { target: targetOf(server), hostKeyPolicy: 'accept-new' } as const
  const { report } = await person.find(params)
  await server.stop()
  expect(report).toMatchObject({ accepted: [], connections: 1 })
  expect(report.stopped).toContain('without any key')
})

test('what is no place is refused before anything is asked', async () => {
  const person = createPerson()
  await expect(person.find({ command: 'hello there' })).rejects.toMatchObject({
    code: 'invalid-value',
  })
  await expect(
    person.find({ target: { user: 'root', host: '-oProxyCommand=x', port: 22, kind: 'generic' } }),
  ).rejects.toMatchObject({ code: 'invalid-value' })
  await expect(person.find({ connectionId: 'gone' })).rejects.toMatchObject({ code: 'not-found' })
  expect(readdirSync(person.sshDir)).toEqual([])
})

test('a saved connection is looked up', async () => {
  const person = createPerson()
  await person.addKeys(1)
  const server = await startScriptedSsh('drops-at-login')
  const saved = { target: targetOf(server) }
  const { report } = await person.find(
    { connectionId: 'pod', hostKeyPolicy: 'accept-new' },
    { savedConnection: async (id) => ({ pod: saved })[id] ?? Promise.reject(new Error(id)) },
  )
  await server.stop()
  expect(report.target).toEqual(saved.target)
})
