import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeOpensshPrivateKey } from '../../../main/keys/formats/openssh-write.ts'
import { wireString } from '../../../main/keys/formats/wire.ts'
import { loadPrivateKey } from '../../../main/keys/index.ts'
import { parsePublicKeyBlob } from '../../../main/public-keys/index.ts'
import { execute, freshKey, startAgent, type TestAgent } from './support.ts'

let agent: TestAgent
beforeEach(async () => {
  agent = await startAgent()
})
afterEach(() => agent.stop())

async function keygen(name: string, args: readonly string[], passphrase = ''): Promise<string> {
  const path = join(agent.dir, name)
  await execute('ssh-keygen', ['-q', ...args, '-N', passphrase, '-C', `${name} ü`, '-f', path])
  return path
}

/** `ssh-add -L`, as blob and comment. */
async function heldBySshAdd(): Promise<readonly (readonly string[])[]> {
  const lines = (await agent.sshAdd(['-L'])).trim().split('\n')
  return lines.map((line) => {
    const [, base64 = '', ...comment] = line.split(' ')
    return [base64, comment.join(' ')]
  })
}

async function heldByUs(): Promise<readonly (readonly string[])[]> {
  const identities = await agent.client.identities()
  return identities.map(({ blob, comment }) => [blob.toString('base64'), comment])
}

/** Our identities in the words of `ssh-add -l`. */
async function linesOfUs(): Promise<readonly string[]> {
  const { identities } = await agent.client.list()
  return identities.map(({ bits, fingerprint, comment, type, certificate }) => {
    const name = type.toUpperCase().replace(/^SK-(.*)/, '$1-SK')
    return `${bits} ${fingerprint.sha256} ${comment} (${name}${certificate ? '-CERT' : ''})`
  })
}

async function linesOfSshAdd(): Promise<readonly string[]> {
  return (await agent.sshAdd(['-l'])).trim().split('\n')
}

const KINDS: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['ed25519', ['-t', 'ed25519']],
  ['ecdsa256', ['-t', 'ecdsa', '-b', '256']],
  ['ecdsa384', ['-t', 'ecdsa', '-b', '384']],
  ['ecdsa521', ['-t', 'ecdsa', '-b', '521']],
  ['rsa1024', ['-t', 'rsa', '-b', '1024']],
  ['rsa3072', ['-t', 'rsa', '-b', '3072']],
  ['rsa-pkcs1', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
  ['rsa-pkcs8', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8']],
  ['ecdsa-sec1', ['-t', 'ecdsa', '-b', '256', '-m', 'PEM']],
  ['ecdsa-pkcs8', ['-t', 'ecdsa', '-b', '384', '-m', 'PKCS8']],
]

describe('what the agent holds', () => {
  it('is nothing at first', async () => {
    expect(await agent.client.list()).toEqual({
      state: 'running',
      detail: 'The ssh-agent is running. It holds no keys.',
      identities: [],
      start: null,
      problems: [],
    })
    expect(await agent.client.heldKeys()).toEqual([])
  })

  it('is what ssh-add put there, certificates included', async () => {
    const ca = await keygen('ca', ['-t', 'ed25519'])
    for (const [name, args] of KINDS.slice(0, 6)) {
      const path = await keygen(name, args)
      await execute('ssh-keygen', ['-q', '-s', ca, '-I', 'me', '-n', 'root', `${path}.pub`])
      await agent.sshAdd(['-q', path])
    }
    expect((await heldByUs()).length).toBe(12)
    expect(await heldByUs()).toEqual(await heldBySshAdd())
    expect(await linesOfUs()).toEqual(await linesOfSshAdd())
    const held = await agent.client.heldKeys()
    expect(held.map(({ certificate }) => certificate)).toEqual(
      Array.from({ length: 12 }, (_, index) => index % 2 === 1),
    )
    expect(held[1]?.publicKey.blob.equals(held[0]?.publicKey.blob ?? Buffer.alloc(0))).toBe(true)
  })

  it('is too much for servers above five keys', async () => {
    for (let count = 1; count <= 6; count++) {
      await agent.client.add({ privateFile: freshKey(), comment: String(count) })
      const { problems } = await agent.client.list()
      expect(problems.map(({ code }) => code)).toEqual(count < 6 ? [] : ['agent-many-keys'])
    }
  })

  it('may be 300 keys', async () => {
    for (let count = 0; count < 300; count++) {
      await agent.client.add({ privateFile: freshKey(), comment: `key ${count}` })
    }
    const started = performance.now()
    expect((await heldByUs()).map(([, comment]) => comment)).toEqual(
      Array.from({ length: 300 }, (_, count) => `key ${count}`),
    )
    expect(performance.now() - started).toBeLessThan(1_000)
  }, 20_000)
})

describe('adding a key', () => {
  it.each(KINDS)('of the kind %s is what ssh-add -l shows', async (name, args) => {
    for (const passphrase of ['', 'open sesame']) {
      const path = await keygen(`${name}${passphrase.length}`, args, passphrase)
      const privateFile = await loadPrivateKey(path, passphrase || undefined)
      await agent.client.add({ privateFile, comment: `${name} ü ${passphrase.length}` })
      expect(await linesOfSshAdd()).toEqual(await linesOfUs())
      const publicLine = await readFile(`${path}.pub`, 'utf8')
      expect((await heldBySshAdd()).at(-1)?.[0]).toBe(publicLine.split(' ')[1])
      // Only the agent's private half can make this signature.
      await agent.sshAdd(['-T', `${path}.pub`])
    }
  })

  it.each([...KINDS.slice(0, 5)])('with a certificate, of the kind %s', async (name, args) => {
    const ca = await keygen('ca', ['-t', 'ed25519'])
    const path = await keygen(name, args)
    await execute('ssh-keygen', ['-q', '-s', ca, '-I', 'me', '-n', 'root', `${path}.pub`])
    const line = await readFile(`${path}-cert.pub`, 'utf8')
    const certificate = Buffer.from(line.split(' ')[1] ?? '', 'base64')
    await agent.client.add({
      privateFile: await loadPrivateKey(path, undefined),
      comment: 'certified',
      certificate,
    })
    expect(await heldBySshAdd()).toEqual([[certificate.toString('base64'), 'certified']])
    await agent.sshAdd(['-T', `${path}-cert.pub`])
  })

  it('takes security keys with the provider that ssh-add names', async () => {
    const fields = Buffer.concat([
      wireString('sk-ssh-ed25519@openssh.com'),
      wireString(Buffer.alloc(32, 7)),
      wireString('ssh:'),
    ])
    const secret = [Buffer.from([1]), wireString('handle'), wireString('')]
    const material = { publicBlob: fields, fields: Buffer.concat([fields, ...secret]) }
    const privateFile = writeOpensshPrivateKey(material, 'token', undefined)
    await agent.client.add({ privateFile, comment: 'token' })
    expect(await linesOfUs()).toEqual(await linesOfSshAdd())
    expect((await agent.client.list()).identities[0]?.type).toBe('sk-ed25519')
  })

  it('for a time ends by itself', async () => {
    await agent.client.add({ privateFile: freshKey(), comment: 'stays' })
    await agent.client.add({ privateFile: freshKey(), comment: 'goes', lifetimeSeconds: 2 })
    expect((await heldByUs()).map(([, comment]) => comment)).toEqual(['stays', 'goes'])
    await sleep(3_200)
    expect((await heldByUs()).map(([, comment]) => comment)).toEqual(['stays'])
  }, 15_000)

  it('is refused by a locked agent', async () => {
    await agent.client.add({ privateFile: freshKey(), comment: 'hidden' })
    await agent.sshAdd(['-x'], 'secret')
    expect((await agent.client.list()).identities).toEqual([])
    await expect(
      agent.client.add({ privateFile: freshKey(), comment: 'late' }),
    ).rejects.toMatchObject({
      code: 'permission-denied',
      message: expect.stringContaining('locked'),
    })
    await agent.sshAdd(['-X'], 'secret')
    expect((await heldByUs()).map(([, comment]) => comment)).toEqual(['hidden'])
  })

  it('is refused for bytes that are no key', async () => {
    const key = { privateFile: Buffer.from('no key'), comment: '' }
    await expect(agent.client.add(key)).rejects.toMatchObject({ code: 'unreadable' })
  })
})

describe('removing a key', () => {
  it('leaves the others', async () => {
    for (const comment of ['a', 'b', 'c']) {
      await agent.client.add({ privateFile: freshKey(), comment })
    }
    const [, second] = await agent.client.identities()
    await agent.client.remove(second?.blob ?? Buffer.alloc(0))
    expect((await heldBySshAdd()).map(([, comment]) => comment)).toEqual(['a', 'c'])
  })

  it('is refused for a key that the agent does not hold', async () => {
    const unknown = Buffer.concat([wireString('ssh-ed25519'), wireString(Buffer.alloc(32, 1))])
    expect(parsePublicKeyBlob(unknown)).not.toBe(null)
    await expect(agent.client.remove(unknown)).rejects.toMatchObject({ code: 'permission-denied' })
  })
})
