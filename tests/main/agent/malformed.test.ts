import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { AgentFailure } from '../../../main/agent/ask.ts'
import { heldIdentity } from '../../../main/agent/identity.ts'
import { createAgentClient } from '../../../main/agent/index.ts'
import { readIdentities } from '../../../main/agent/messages.ts'
import { wireString, wireUint32 } from '../../../main/keys/formats/wire.ts'
import { probeAgent } from '../../../main/system/agent.ts'
import { clientAt, freshKey, type ScriptedAgent, scriptedAgent } from './support.ts'

let agent: ScriptedAgent | null = null
afterEach(async () => {
  await agent?.stop()
  agent = null
})

const framed = (body: Buffer) => Buffer.concat([wireUint32(body.length), body])
const answering = (bytes: Buffer) => (socket: Socket) => {
  socket.once('data', () => socket.write(bytes))
}
const identitiesAnswer = (...parts: readonly Buffer[]) =>
  framed(Buffer.concat([Buffer.from([12]), ...parts]))

describe('an agent that cannot be asked', () => {
  it('is a socket file and never a port, even under a name of digits', async () => {
    let visits = 0
    const server = createServer((socket) => {
      visits++
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const port = (server.address() as AddressInfo).port.toString()
    try {
      const client = createAgentClient({ platform: 'linux', env: { SSH_AUTH_SOCK: port } })
      expect((await client.list()).detail).toContain('leads to a socket that is not there')
      const probe = await probeAgent({ platform: 'linux', env: { SSH_AUTH_SOCK: port } })
      expect(probe.state).toBe('not-running')
      expect(visits).toBe(0)
    } finally {
      server.close()
    }
  })

  it.each([
    ['without SSH_AUTH_SOCK', undefined, 'SSH_AUTH_SOCK, the variable that names it, is not set'],
    ['with a missing socket', join(homedir(), 'none'), 'leads to a socket that is not there'],
    ['with a file for a socket', join(homedir(), 'file'), 'nothing answers'],
  ])('is said to be gone %s, with the way to start one', async (_name, socket, detail) => {
    await writeFile(join(homedir(), 'file'), '')
    const client = createAgentClient({ platform: 'linux', env: { SSH_AUTH_SOCK: socket } })
    expect(await client.list()).toEqual({
      state: 'not-running',
      detail: expect.stringContaining(detail),
      identities: [],
      start: { kind: 'copy', label: expect.any(String), text: 'eval "$(ssh-agent -s)"' },
      problems: [],
    })
    expect(await client.heldKeys()).toEqual([])
    const error = { code: 'not-found', message: expect.stringContaining('Nothing was changed.') }
    await expect(client.add({ privateFile: freshKey(), comment: '' })).rejects.toMatchObject(error)
    await expect(client.remove(Buffer.alloc(8))).rejects.toMatchObject(error)
    await expect(client.identities()).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is a service on Windows', async () => {
    const client = createAgentClient({ platform: 'win32', env: { SSH_AUTH_SOCK: '/tmp/git-bash' } })
    expect(await client.list()).toMatchObject({
      state: 'not-running',
      detail: expect.stringContaining('administrator'),
      start: { kind: 'copy', text: expect.stringContaining('Start-Service ssh-agent') },
    })
  })
})

describe('an agent that misbehaves', () => {
  it.each<readonly [string, (socket: Socket) => void, string]>([
    ['hangs up at once', (socket) => socket.destroy(), 'not as an ssh-agent does'],
    ['hangs up after the question', (socket) => socket.once('data', () => socket.end()), 'not as'],
    ['speaks another protocol', (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'), 'not as'],
    ['announces a huge answer', answering(Buffer.from('ffffffff0c', 'hex')), 'not as'],
    ['announces an empty answer', answering(wireUint32(0)), 'not as'],
    ['sends more than it announces', answering(Buffer.from('00000001060000', 'hex')), 'not as'],
    ['sends half an answer', (socket) => socket.once('data', () => socket.end('\0\0\0')), 'not as'],
    ['answers something else', answering(framed(Buffer.from([99]))), 'not as'],
    ['counts too many keys', answering(identitiesAnswer(wireUint32(2_049))), 'not as'],
    ['sends fewer keys than it counts', answering(identitiesAnswer(wireUint32(1))), 'not as'],
    ['never answers', () => {}, 'does not answer'],
    ['answers in part', answering(Buffer.from('0000000a', 'hex')), 'does not answer'],
  ])('is named when it %s', async (_name, script, detail) => {
    agent = await scriptedAgent(script)
    const started = performance.now()
    const [report, held] = await Promise.all([agent.client.list(), agent.client.heldKeys()])
    expect(performance.now() - started).toBeLessThan(1_300)
    expect(report).toMatchObject({ state: 'unknown', identities: [], start: null })
    expect(report.detail).toContain(detail)
    expect(held).toEqual([])
    await expect.poll(() => agent?.open()).toBe(0)
  })

  it('is waited for no longer than some seconds with a key to add', async () => {
    agent = await scriptedAgent(() => {})
    const started = performance.now()
    await expect(agent.client.add({ privateFile: freshKey(), comment: '' })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('not known'),
    })
    expect(performance.now() - started).toBeLessThan(6_000)
    expect(agent.open()).toBeLessThanOrEqual(1)
  }, 10_000)

  it('may send its answer in pieces', async () => {
    const key = Buffer.concat([wireString('ssh-ed25519'), wireString(Buffer.alloc(32, 3))])
    const bytes = identitiesAnswer(wireUint32(1), wireString(key), wireString('slow'))
    agent = await scriptedAgent((socket) => {
      socket.setNoDelay(true)
      for (const [index, byte] of bytes.entries()) {
        setTimeout(() => socket.write(Buffer.from([byte])), index * 3)
      }
    })
    expect((await agent.client.list()).identities.map(({ comment }) => comment)).toEqual(['slow'])
  })

  it.each([5, 30, 102])('refuses with %i', async (failure) => {
    agent = await scriptedAgent(answering(framed(Buffer.from([failure]))))
    expect((await agent.client.list()).identities).toEqual([])
    await expect(agent.client.add({ privateFile: freshKey(), comment: '' })).rejects.toMatchObject({
      code: 'permission-denied',
    })
  })

  it('lists keys of types that are new to us, and bytes that are none', async () => {
    const future = Buffer.concat([wireString('ssh-mldsa44-ed25519@openssh.com'), wireString('x')])
    const broken = Buffer.concat([wireString('ssh-ed25519'), wireString('short')])
    const cert = wireString('ssh-ed25519-cert-v01@openssh.com')
    const blobs = [future, broken, cert, Buffer.from('??'), Buffer.alloc(0)]
    const list = blobs.flatMap((blob) => [wireString(blob), wireString('c')])
    agent = await scriptedAgent(answering(identitiesAnswer(wireUint32(5), ...list)))
    const { identities } = await agent.client.list()
    expect(identities.map(({ type, bits }) => [type, bits])).toEqual(
      blobs.map(() => ['unknown', null]),
    )
    expect(new Set(identities.map(({ id }) => id)).size).toBe(5)
  })

  it.each([
    ['/run/user/1000/keyring/ssh', 'the GNOME keyring'],
    ['/home/me/.1password/agent.sock', '1Password'],
  ])('is known by its place: %s', async (place, name) => {
    const { refusal } = await import('../../../main/agent/failure.ts')
    const error = refusal('add', { platform: 'linux', env: { SSH_AUTH_SOCK: place } })
    expect(error.message).toContain(name)
  })

  it('cannot make the reader do anything but fail', () => {
    const answer = fc
      .uint8Array({ maxLength: 200 })
      .map((bytes) => Buffer.from([12, 0, 0, 0, ...bytes]))
    fc.assert(
      fc.property(answer, (bytes) => {
        try {
          for (const identity of readIdentities(bytes)) heldIdentity(identity)
        } catch (error) {
          expect(error).toBeInstanceOf(AgentFailure)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a client', () => {
  it.each([homedir(), `/${'x'.repeat(300)}`, 'relative/none', '/dev/null', '/dev/null/x'])(
    'says that no agent is at %s',
    async (socket) => {
      const report = await clientAt(socket).list()
      expect(report.state).not.toBe('running')
      expect(report.detail).toMatch(/ssh-agent/)
    },
  )

  it('asks anew each time', async () => {
    const socket = join(homedir(), 'later')
    expect((await clientAt(socket).list()).state).toBe('not-running')
  })
})
