/** The methods of `agent.*`. */

import type { CallContext } from '../contract/dispatch.ts'
import { AppError, throwIfCancelled } from '../contract/errors.ts'
import type { AddToAgentParams, AgentReport, KeyPair } from '../contract/methods.ts'
import { type KeyService, loadPrivateKey, readEnvelope, readKeyFile } from '../keys/index.ts'
import { fingerprintOf, keyOfCertificate, parsePublicKeyLine } from '../public-keys/index.ts'
import type { Log } from '../storage/index.ts'
import type { AgentClient } from './client.ts'
import { idOf } from './identity.ts'

export interface AgentService {
  list(): Promise<AgentReport>
  /**
   * Adds a key with its certificate, as `ssh-add` does, and looks whether the agent has it.
   *
   * @throws {AppError} `not-found` for the key, its private file or the agent; `passphrase-needed`,
   *   `passphrase-wrong` and the others of `loadPrivateKey`; `permission-denied` when the agent
   *   refuses, `timeout`, `verification-failed`
   */
  add(
    params: AddToAgentParams,
    context: Pick<CallContext, 'signal' | 'progress'>,
  ): Promise<AgentReport>
  /**
   * Removes a key and its certificates from the agent; the files stay.
   *
   * @throws {AppError} `not-found`, `permission-denied`, `timeout`
   */
  remove(params: { readonly id: string }): Promise<AgentReport>
}

export interface AgentServiceOptions {
  readonly client: AgentClient
  readonly keys: Pick<KeyService, 'find'>
  readonly log: Log
}

export function createAgentService({ client, keys, log }: AgentServiceOptions): AgentService {
  return {
    list: () => client.list(),
    async add({ passphrase, lifetimeSeconds, ...ref }, { signal, progress }) {
      const pair = await keys.find(ref)
      const path = privatePathOf(pair)
      // An agent that is not there is said before anybody waits for a passphrase to be tried.
      await client.identities()
      progress({
        method: 'agent.add',
        progress: { kind: 'working', detail: `Opening ${pair.name}` },
      })
      const privateFile = await loadPrivateKey(path, passphrase)
      // Of the private half: an old format hides it, and then the list believes the .pub file.
      const id = publicIdOf(privateFile)
      try {
        throwIfCancelled(signal)
        const lifetime = lifetimeSeconds === undefined ? {} : { lifetimeSeconds }
        const key = { privateFile, comment: pair.comment || path, ...lifetime }
        await client.add(key)
        const certificate = await certificateOf(pair, id)
        // ssh-add is content, too, when an agent takes the key but not its certificate.
        if (certificate !== null) await client.add({ ...key, certificate }).catch(ignoreRefusal)
      } finally {
        privateFile.fill(0)
      }
      await verifyHeld(client, id, pair.name)
      log.info('agent-key-added', { id, lifetimeSeconds: lifetimeSeconds ?? null })
      return client.list()
    },
    async remove({ id }) {
      const held = (await client.identities()).filter((identity) => idOf(identity) === id)
      if (held.length === 0) {
        throw new AppError('not-found', 'The ssh-agent does not hold that key any more.')
      }
      for (const { blob } of held) await client.remove(blob)
      log.info('agent-key-removed', { id, identities: held.length })
      return client.list()
    },
  }
}

function privatePathOf({ privateKeyPath, name }: KeyPair): string {
  if (privateKeyPath !== null) return privateKeyPath
  throw new AppError(
    'not-found',
    `There is no private key file for ${name} here, so it cannot be added to the ssh-agent.`,
  )
}

/** The certificate beside the key, in wire format; null when there is none or it is another key's. */
async function certificateOf({ certificatePath }: KeyPair, id: string): Promise<Buffer | null> {
  const read = certificatePath === null ? null : await readKeyFile(certificatePath)
  if (read?.kind !== 'data') return null
  const lines = read.data.toString('utf8').split('\n')
  const blobs = lines.map((line) => parsePublicKeyLine(line)?.blob)
  const fits = (blob: Buffer) => keyOfCertificate(blob)?.fingerprint.sha256 === id
  return blobs.find((blob) => blob !== undefined && fits(blob)) ?? null
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'permission-denied')) throw error
}

function publicIdOf(privateFile: Buffer): string {
  const result = readEnvelope(privateFile)
  if (!result.ok) throw new Error('an opened key is not in the format of OpenSSH')
  return fingerprintOf(result.envelope.publicBlob).sha256
}

async function verifyHeld(client: AgentClient, id: string, name: string): Promise<void> {
  if ((await client.identities()).some((identity) => idOf(identity) === id)) return
  throw new AppError(
    'verification-failed',
    `The ssh-agent said that it took ${name}, but it does not list it. Look at the program that provides the ssh-agent.`,
  )
}
