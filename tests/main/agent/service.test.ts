import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type AgentClient,
  type AgentService,
  createAgentService,
} from '../../../main/agent/index.ts'
import type { KeyPair } from '../../../main/contract/methods.ts'
import type { Log } from '../../../main/storage/index.ts'
import { makeKey, quietContext, type TestFolder, testFolder } from '../keys/support.ts'
import { clientAt, execute, freshKey, startAgent, type TestAgent } from './support.ts'

let agent: TestAgent
let folder: TestFolder
let entries: unknown[] = []
beforeEach(async () => {
  agent = await startAgent()
  folder = await testFolder()
  entries = []
})
afterEach(async () => {
  await agent.stop()
  await folder.remove()
})

const write = (event: string, fields: unknown) => entries.push([event, fields])
const log: Log = { info: write, warn: write, error: write, file: '' }

function serviceOf(client: AgentClient, certificatePath: string | null = null): AgentService {
  const find = async (ref: Parameters<typeof folder.service.find>[0]) => ({
    ...(await folder.service.find(ref)),
    certificatePath,
  })
  return createAgentService({ client, keys: { find }, log })
}

async function pairNamed(name: string): Promise<KeyPair> {
  const pair = (await folder.service.list()).find((one) => one.name === name)
  if (pair === undefined) throw new Error(`no key ${name}`)
  return pair
}

const idsOf = (report: { identities: readonly { id: string }[] }) =>
  report.identities.map(({ id }) => id)

describe('agent.add', () => {
  it('gives the key of the list to the agent, with its comment', async () => {
    await makeKey(folder.sshDir, 'id_work', ['-t', 'ed25519'])
    const { id } = await pairNamed('id_work')
    const report = await serviceOf(agent.client).add({ id }, quietContext())
    expect(report).toMatchObject({
      state: 'running',
      identities: [{ id, type: 'ed25519', bits: 256, comment: 'id_work@test', certificate: false }],
    })
    expect(await agent.sshAdd(['-l'])).toContain(`${id} id_work@test`)
    expect(entries).toEqual([['agent-key-added', { id, lifetimeSeconds: null }]])
  })

  it('opens an encrypted key, and says what it needs', async () => {
    await makeKey(folder.sshDir, 'id_secret', ['-t', 'ed25519'], 'open sesame')
    const { id } = await pairNamed('id_secret')
    const service = serviceOf(agent.client)
    await expect(service.add({ id }, quietContext())).rejects.toMatchObject({
      code: 'passphrase-needed',
    })
    await expect(service.add({ id, passphrase: 'wrong' }, quietContext())).rejects.toMatchObject({
      code: 'passphrase-wrong',
    })
    expect(idsOf(await service.list())).toEqual([])
    const report = await service.add({ id, passphrase: 'open sesame' }, quietContext())
    expect(idsOf(report)).toEqual([id])
    expect(JSON.stringify(entries)).not.toContain('sesame')
  })

  it('adds the certificate beside the key, as ssh-add does', async () => {
    const ca = await makeKey(folder.dir, 'ca', ['-t', 'ed25519'])
    const path = await makeKey(folder.sshDir, 'id_cert', ['-t', 'ecdsa', '-b', '384'])
    await execute('ssh-keygen', ['-q', '-s', ca, '-I', 'me', '-n', 'root', `${path}.pub`])
    await agent.sshAdd(['-q', path])
    const theirs = await agent.sshAdd(['-L'])
    await agent.sshAdd(['-q', '-D'])
    const { id } = await pairNamed('id_cert')
    const service = serviceOf(agent.client, `${path}-cert.pub`)
    const report = await service.add({ id }, quietContext())
    expect(report.identities.map(({ certificate }) => certificate)).toEqual([false, true])
    expect(await agent.sshAdd(['-L'])).toBe(theirs)
    expect(idsOf(await service.remove({ id }))).toEqual([])
  })

  it("leaves another key's certificate alone", async () => {
    const ca = await makeKey(folder.dir, 'ca', ['-t', 'ed25519'])
    const other = await makeKey(folder.dir, 'other', ['-t', 'ed25519'])
    await execute('ssh-keygen', ['-q', '-s', ca, '-I', 'me', `${other}.pub`])
    const path = await makeKey(folder.sshDir, 'id_mine', ['-t', 'ed25519'])
    await copyFile(`${other}-cert.pub`, `${path}-cert.pub`)
    const { id } = await pairNamed('id_mine')
    const report = await serviceOf(agent.client, `${path}-cert.pub`).add({ id }, quietContext())
    expect(idsOf(report)).toEqual([id])
  })

  it('goes by the private half where the .pub file is another key', async () => {
    const path = await makeKey(
      folder.sshDir,
      'id_old',
      ['-t', 'rsa', '-b', '2048', '-m', 'PEM'],
      'open sesame',
    )
    const real = (await pairNamed('id_old')).id
    const other = await makeKey(folder.dir, 'other', ['-t', 'ed25519'])
    await copyFile(`${other}.pub`, `${path}.pub`)
    const { id } = await pairNamed('id_old')
    expect(id).not.toBe(real)
    const report = await serviceOf(agent.client).add(
      { id, passphrase: 'open sesame' },
      quietContext(),
    )
    expect(idsOf(report)).toEqual([real])
  })

  it('asks for no passphrase when there is no agent', async () => {
    await makeKey(folder.sshDir, 'id_secret', ['-t', 'ed25519'], 'open sesame')
    const { id } = await pairNamed('id_secret')
    const service = serviceOf(clientAt(join(folder.dir, 'none')))
    await expect(service.add({ id }, quietContext())).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('ssh-agent'),
    })
  })

  it('says when there is no private key file', async () => {
    const path = await makeKey(folder.sshDir, 'id_public', ['-t', 'ed25519'])
    await rm(path)
    const { id } = await pairNamed('id_public')
    await expect(serviceOf(agent.client).add({ id }, quietContext())).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('adds nothing after it was cancelled', async () => {
    await makeKey(folder.sshDir, 'id_work', ['-t', 'ed25519'])
    const { id } = await pairNamed('id_work')
    const context = { ...quietContext(), signal: AbortSignal.abort() }
    const service = serviceOf(agent.client)
    await expect(service.add({ id }, context)).rejects.toMatchObject({ code: 'cancelled' })
    expect(idsOf(await service.list())).toEqual([])
  })

  it('claims nothing that the agent does not show', async () => {
    await makeKey(folder.sshDir, 'id_work', ['-t', 'ed25519'])
    const { id } = await pairNamed('id_work')
    const lying: AgentClient = { ...agent.client, add: async () => {} }
    await expect(serviceOf(lying).add({ id }, quietContext())).rejects.toMatchObject({
      code: 'verification-failed',
    })
  })

  it('zeroes the opened key', async () => {
    const path = await makeKey(folder.sshDir, 'id_work', ['-t', 'ed25519'])
    const { id } = await pairNamed('id_work')
    const before = await readFile(path)
    let opened: Buffer | null = null
    const watching: AgentClient = {
      ...agent.client,
      add: (key) => {
        opened = key.privateFile
        return agent.client.add(key)
      },
    }
    await serviceOf(watching).add({ id }, quietContext())
    expect(opened).toEqual(Buffer.alloc(before.length))
    expect(await readFile(path)).toEqual(before)
  })
})

describe('agent.remove', () => {
  it('removes that key only, and leaves its files', async () => {
    const path = await makeKey(folder.sshDir, 'id_work', ['-t', 'ed25519'])
    const { id } = await pairNamed('id_work')
    await agent.client.add({ privateFile: freshKey(), comment: 'other' })
    const service = serviceOf(agent.client)
    await service.add({ id }, quietContext())
    const report = await service.remove({ id })
    expect(report.identities.map(({ comment }) => comment)).toEqual(['other'])
    expect((await readFile(path)).length).toBeGreaterThan(0)
  })

  it('says when the key is not there', async () => {
    await writeFile(join(folder.sshDir, 'x'), '')
    await expect(serviceOf(agent.client).remove({ id: 'SHA256:none' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
