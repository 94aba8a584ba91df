/** The methods of `keys.*`. */

import { basename } from 'node:path'
import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type {
  ExportKeyParams,
  GenerateKeyParams,
  KeyPair,
  KeySuggestion,
} from '../contract/methods.ts'
import type { Log, Paths } from '../storage/index.ts'
import { exportPublicKey } from './export.ts'
import { generatePair } from './generate.ts'
import { type InspectedPair, inspectPair } from './inspect.ts'
import { listPairs } from './list.ts'
import { readKeyFile } from './read-key-file.ts'
import { suggestKey } from './suggest.ts'
import { createKeyWorker, type KeyWorker } from './worker-client.ts'

export interface KeyService {
  /** All pairs of the ssh folder, the best usable one first. */
  list(): Promise<readonly KeyPair[]>
  suggest(): Promise<KeySuggestion>
  /** @throws {AppError} see `generatePair` */
  generate(
    params: GenerateKeyParams,
    context: Pick<CallContext, 'signal' | 'progress'>,
  ): Promise<KeyPair>
  /** @throws {AppError} `not-found`, `unreadable` when there is no public half, `unsupported` */
  export(params: ExportKeyParams): Promise<{ text: string }>
  /** @throws {AppError} `not-found` */
  find(id: string): Promise<KeyPair>
}

export interface KeyServiceOptions {
  readonly paths: Paths
  readonly log: Log
  /** Default: a thread from the bundle where there is one. */
  readonly worker?: KeyWorker
}

export function createKeyService({ paths, log, worker }: KeyServiceOptions): KeyService {
  const keyWorker = worker ?? createKeyWorker()
  const find = async (id: string): Promise<InspectedPair> => {
    const found = (await listPairs(paths.sshDir)).find(({ pair }) => pair.id === id)
    if (found !== undefined) return found
    throw new AppError(
      'not-found',
      `That key is not in ${paths.sshDir} any more. Look at the list of keys again and choose another one.`,
    )
  }
  return {
    list: async () => (await listPairs(paths.sshDir)).map(({ pair }) => pair),
    suggest: () => suggestKey(paths.sshDir),
    async generate(params, context) {
      const { privateKeyPath, publicKeyPath } = await generatePair(
        paths,
        keyWorker,
        params,
        context,
      )
      const [privateRead, publicRead] = await Promise.all([
        readKeyFile(privateKeyPath),
        readKeyFile(publicKeyPath),
      ])
      const { pair } = await inspectPair({
        folder: paths.sshDir,
        name: basename(privateKeyPath),
        privateRead,
        publicName: basename(publicKeyPath),
        publicRead,
      })
      log.info('key-generated', { id: pair.id, type: pair.type, path: privateKeyPath })
      return pair
    },
    async export({ id, format }) {
      const { pair, publicKey } = await find(id)
      if (publicKey === null) {
        throw new AppError(
          'unreadable',
          `No public key can be read from ${pair.privateKeyPath ?? pair.publicKeyPath ?? pair.name}.`,
        )
      }
      return { text: exportPublicKey({ ...publicKey, comment: pair.comment }, format) }
    },
    find: async (id) => (await find(id)).pair,
  }
}
