/** The methods of `keys.*`. */

import { basename } from 'node:path'
import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type {
  ExportKeyParams,
  GenerateKeyParams,
  ImportKeyParams,
  ImportPreview,
  InspectImportParams,
  KeyPair,
  KeyRef,
  KeySuggestion,
  PlanRepairParams,
  RepairKeyParams,
  RepairPlan,
  SavedConnection,
  SetupState,
} from '../contract/methods.ts'
import { type PublicKey, randomart } from '../public-keys/index.ts'
import type { Log, Paths } from '../storage/index.ts'
import { type ChangeMethods, changeMethods } from './change/change.ts'
import type { KeyDeps } from './deps.ts'
import { exportPublicKey } from './export.ts'
import { generatePair } from './generate.ts'
import type { HeldKey } from './held-key.ts'
import { importKey, inspectImport } from './import/import.ts'
import { type InspectedPair, inspectPair } from './inspect.ts'
import { listPairs } from './list.ts'
import { readPairFiles } from './listing/pair-files.ts'
import { planRepair, repairKey } from './repair/repair.ts'
import { suggestKey } from './suggest.ts'
import { createKeyWorker, type KeyWorker } from './worker-client.ts'

export interface KeyService extends ChangeMethods {
  /** Every key that can be found on this machine, the best usable one first. */
  list(): Promise<readonly KeyPair[]>
  /** The same list, each with its public key where one can be read. */
  listPublic(): Promise<readonly InspectedPair[]>
  suggest(): Promise<KeySuggestion>
  /** @throws {AppError} see `generatePair` */
  generate(
    params: GenerateKeyParams,
    context: Pick<CallContext, 'signal' | 'progress'>,
  ): Promise<KeyPair>
  /** @throws {AppError} see `inspectImport` */
  inspectImport(
    params: InspectImportParams,
    context: Pick<CallContext, 'signal' | 'progress'>,
  ): Promise<ImportPreview>
  /** @throws {AppError} see `importKey` */
  import(
    params: ImportKeyParams,
    context: Pick<CallContext, 'signal' | 'progress'>,
  ): Promise<KeyPair>
  /** @throws {AppError} `not-found`, `unreadable` when there is no public half, `unsupported` */
  export(params: ExportKeyParams): Promise<{ text: string }>
  /** @throws {AppError} `not-found`, `unreadable` when there is no public half */
  randomart(ref: KeyRef): Promise<{ text: string }>
  /** @throws {AppError} see `planRepair` */
  planRepair(params: PlanRepairParams): Promise<RepairPlan>
  /** @throws {AppError} see `repairKey` */
  repair(
    params: RepairKeyParams,
    context: Pick<CallContext, 'confirm' | 'signal' | 'progress'>,
  ): Promise<KeyPair>
  /** @throws {AppError} `not-found` */
  find(ref: string | KeyRef): Promise<KeyPair>
}

export interface KeyServiceOptions {
  readonly paths: Paths
  readonly log: Log
  /** Default: a thread from the bundle where there is one. */
  readonly worker?: KeyWorker
  /** Keys of the ssh-agent. Default: none. */
  readonly agentKeys?: () => Promise<readonly HeldKey[]>
  /** What Setup remembers. Default: nothing. */
  readonly setup?: () => Promise<SetupState | null>
  /** Which connections are saved. Default: none. */
  readonly savedConnections?: () => Promise<readonly SavedConnection[]>
}

export function createKeyService(options: KeyServiceOptions): KeyService {
  const deps = createDeps(options)
  const publicKeyOf = async (ref: KeyRef): Promise<PublicKey> => {
    const { pair, publicKey } = await deps.find(ref)
    if (publicKey !== null) return { ...publicKey, comment: pair.comment }
    const file = pair.privateKeyPath ?? pair.publicKeyPath ?? pair.name
    throw new AppError('unreadable', `No public key can be read from ${file}.`)
  }
  return {
    list: async () => (await deps.list()).map(({ pair }) => pair),
    listPublic: () => deps.list(),
    suggest: () => suggestKey(options.paths.sshDir),
    async generate(params, context) {
      const { privateKeyPath, publicKeyPath } = await generatePair(deps, params, context)
      const pair = await inspectPaths(privateKeyPath, publicKeyPath)
      options.log.info('key-generated', { id: pair.id, type: pair.type, path: privateKeyPath })
      return pair
    },
    inspectImport: (params, context) => inspectImport(deps, params, context),
    import: (params, context) => importKey(deps, params, context),
    ...changeMethods(deps),
    async export({ format, ...ref }) {
      return { text: exportPublicKey(await publicKeyOf(ref), format) }
    },
    randomart: async (ref) => ({ text: randomart(await publicKeyOf(ref)) }),
    planRepair: (params) => planRepair(deps, params),
    repair: (params, context) => repairKey(deps, params, context),
    find: async (ref) => (await deps.find(typeof ref === 'string' ? { id: ref } : ref)).pair,
  }
}

function createDeps(options: KeyServiceOptions): KeyDeps {
  const list = () => listPairs(options)
  return {
    paths: options.paths,
    log: options.log,
    worker: options.worker ?? createKeyWorker(),
    list,
    async find({ id, path }) {
      const fits = ({ pair }: InspectedPair) =>
        path === undefined || pair.privateKeyPath === path || pair.publicKeyPath === path
      const found = (await list()).find((one) => one.pair.id === id && fits(one))
      if (found !== undefined) return found
      throw new AppError(
        'not-found',
        'That key is not there any more. Look at the list of keys again and choose another one.',
      )
    },
    async inspect(privatePath, publicPath) {
      const listed = (await list()).find(
        ({ pair }) => pair.privateKeyPath === privatePath && pair.publicKeyPath === publicPath,
      )
      return listed?.pair ?? inspectPaths(privatePath, publicPath)
    },
  }
}

async function inspectPaths(
  privatePath: string | null,
  publicPath: string | null,
): Promise<KeyPair> {
  const base = privatePath ?? publicPath?.replace(/\.pub$/, '') ?? ''
  const certificatePath = `${base}-cert.pub`
  const paths = { privatePath, publicPath, certificatePath }
  return (await inspectPair(await readPairFiles(basename(base), paths, 'ssh-folder'))).pair
}
