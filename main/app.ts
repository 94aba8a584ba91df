/**
 * The services wired together behind one dispatcher: what every host starts with. What is heavy to
 * load (ssh2, the key parsers) is loaded by the first call that needs it, not at start-up.
 */

import { access } from 'node:fs/promises'
import { createDispatch, type Dispatch, type Handlers } from './contract/dispatch.ts'
import { AppError, assertNever } from './contract/errors.ts'
import type { HostKind, RevealParams, Settings } from './contract/methods.ts'
import { schemas } from './contract/schemas.ts'
import { createServices, type Services } from './services.ts'
import {
  createLog,
  createSettingsStore,
  type Log,
  type Paths,
  resolvePaths,
} from './storage/index.ts'
import { linkUrl } from './system/links.ts'

/** What only a host can do. */
export interface HostActions {
  readonly kind: HostKind
  /** False when this host cannot, and the page or the person must. */
  openLink(url: string): Promise<boolean>
  /** Shows a file or folder in the file manager; false when this host cannot. */
  reveal(path: string): Promise<boolean>
  /** Takes the page's answer to a question; false when no such question is open. */
  answerConfirm?(id: string, accept: boolean): boolean
}

export interface Keypilot {
  readonly dispatch: Dispatch
  readonly log: Log
  readonly paths: Paths
  readSettings(): Promise<Settings>
  /** Resolves when everything logged so far is on disk; for a host about to end at once. */
  close(): Promise<void>
}

export interface KeypilotOptions {
  readonly host: HostActions
  readonly version: string
  readonly paths?: Paths
  /** Called after settings were stored, so that a host can apply them. */
  readonly onSettingsSaved?: (settings: Settings) => void
}

/** Hosts call this once. */
export function createKeypilot(options: KeypilotOptions): Keypilot {
  const paths = options.paths ?? resolvePaths()
  const log = createLog(paths)
  const settings = createSettingsStore(paths)
  const services = createServices({ paths, log })
  const handlers: Handlers = {
    ...keyHandlers(services),
    ...commandHandlers(services, paths),
    ...connectionHandlers(services),
    ...hostHandlers(options, paths, log),
    'settings.read': () => settings.read(),
    'settings.save': async (params) => {
      const saved = await settings.save(params)
      options.onSettingsSaved?.(saved)
      return saved
    },
  }
  return {
    dispatch: createDispatch(handlers, schemas, log),
    log,
    paths,
    readSettings: () => settings.read(),
    close: () => log.flush(),
  }
}

type Part<M extends keyof Handlers> = Pick<Handlers, M>

function keyHandlers(
  services: Services,
): Part<'keys.list' | 'keys.suggest' | 'keys.generate' | 'keys.export' | 'publicKeys.check'> {
  return {
    'keys.list': async () => (await services.keys()).list(),
    'keys.suggest': async () => (await services.keys()).suggest(),
    'keys.generate': async (params, context) => (await services.keys()).generate(params, context),
    'keys.export': async (params) => (await services.keys()).export(params),
    'publicKeys.check': async (params) => {
      const { checkPublicKeys } = await import('./public-keys/index.ts')
      return checkPublicKeys(params)
    },
  }
}

function commandHandlers(
  services: Services,
  paths: Paths,
): Part<'sshCommand.parse' | 'sshCommand.render' | 'runpod.startCommand' | 'terminal.open'> {
  return {
    'sshCommand.parse': async ({ text }) => {
      const { parseSshCommand } = await import('./ssh-command/index.ts')
      return parseSshCommand(text)
    },
    'sshCommand.render': async ({ keyId, ...params }) => {
      if (keyId !== undefined && params.identityFile !== undefined) {
        throw new AppError('bad-request', 'Name either "keyId" or "identityFile", and not both.')
      }
      const { renderSshCommand } = await import('./ssh-command/index.ts')
      const identityFile =
        keyId === undefined ? params.identityFile : await privatePath(services, keyId)
      return renderSshCommand(
        { ...params, ...(identityFile === undefined ? {} : { identityFile }) },
        { platform: process.platform, home: paths.home },
      )
    },
    'runpod.startCommand': async (params) => {
      const { buildStartCommand } = await import('./runpod/index.ts')
      return buildStartCommand(params)
    },
    'terminal.open': async ({ target, keyId }) => {
      const { judgeTarget, sshArguments } = await import('./ssh-command/index.ts')
      const { openTerminal } = await import('./system/terminal.ts')
      const problem = judgeTarget(target)
      if (problem?.severity === 'error') throw new AppError('invalid-value', problem.detail)
      const identityFile = keyId === undefined ? null : await privatePath(services, keyId)
      const { platform, env } = process
      const argv = sshArguments(target, identityFile)
      return openTerminal({ argv, platform, env, home: paths.home })
    },
  }
}

function connectionHandlers(
  services: Services,
): Part<'connection.test' | 'knownHosts.lookup' | 'knownHosts.accept' | 'knownHosts.forget'> {
  return {
    'connection.test': async (params, context) =>
      (await services.connection()).test(params, context),
    'knownHosts.lookup': async ({ host, port }) => (await services.knownHosts()).lookup(host, port),
    'knownHosts.accept': async (params) => (await services.knownHosts()).accept(params),
    'knownHosts.forget': async (params, context) =>
      (await services.knownHosts()).forget(params, context),
  }
}

function hostHandlers(
  { host, version }: KeypilotOptions,
  paths: Paths,
  log: Log,
): Part<'system.info' | 'system.openLink' | 'system.reveal' | 'confirm.answer'> {
  return {
    'system.info': async (_params, { signal }) => {
      const { systemInfo } = await import('./system/info.ts')
      return systemInfo({ paths, appVersion: version, host: host.kind, signal })
    },
    'system.openLink': async ({ link }) => {
      const url = linkUrl(link)
      return { url, opened: await host.openLink(url) }
    },
    'system.reveal': async ({ what }) => {
      const { path, absent } = placeOf(what, paths, log)
      await access(path).catch(() => {
        throw new AppError('not-found', absent)
      })
      return { path, shown: await host.reveal(path) }
    },
    'confirm.answer': async ({ id, accept }) => {
      if (!host.answerConfirm?.(id, accept)) {
        throw new AppError(
          'not-found',
          'This question is no longer open, so nothing was changed. Start the action again.',
        )
      }
      return { accepted: accept }
    },
  }
}

function placeOf(
  what: RevealParams['what'],
  paths: Paths,
  log: Log,
): { readonly path: string; readonly absent: string } {
  switch (what) {
    case 'log':
      return {
        path: log.file,
        absent: 'There is no log file yet: nothing worth noting has happened.',
      }
    case 'ssh-folder':
      return {
        path: paths.sshDir,
        absent: `There is no ${paths.sshDir} yet. It is made together with your first key.`,
      }
    case 'backups':
      return {
        path: paths.backupsDir,
        absent: 'There are no backups yet: Keypilot has not changed any file of yours.',
      }
    default:
      return assertNever(what)
  }
}

/** @throws {AppError} `not-found` for an unknown key and for one whose private half is not here */
async function privatePath(services: Services, keyId: string): Promise<string> {
  const { name, privateKeyPath } = await (await services.keys()).find(keyId)
  if (privateKeyPath === null) {
    throw new AppError(
      'not-found',
      `Only the public half of ${name} is on this computer, so it cannot be used to log in from here. Choose another key.`,
    )
  }
  return privateKeyPath
}
