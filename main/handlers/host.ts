/** What only the host can do, and what it shows of itself: `system.*`, `confirm.answer`. */

import { access } from 'node:fs/promises'
import { AppError, assertNever } from '../contract/errors.ts'
import type { RevealParams } from '../contract/methods.ts'
import type { KeypilotOptions } from '../host-actions.ts'
import type { Log, Paths, SettingsStore } from '../storage/index.ts'
import { linkUrl } from '../system/links.ts'
import type { Part } from './part.ts'

export function hostHandlers(
  { host, version }: KeypilotOptions,
  paths: Paths,
  log: Log,
  settings: SettingsStore,
): Part<
  'system.info' | 'system.openLink' | 'system.checkForUpdate' | 'system.reveal' | 'confirm.answer'
> {
  return {
    'system.info': async (_params, { signal }) => {
      const { systemInfo } = await import('../system/info.ts')
      const { terminal } = await settings.read()
      return systemInfo({ paths, appVersion: version, host: host.kind, terminal, signal })
    },
    'system.openLink': async ({ link }) => {
      const url = linkUrl(link)
      return { url, opened: await host.openLink(url) }
    },
    'system.checkForUpdate': async (_params, { signal }) => {
      if (!(await settings.read()).checkForUpdates) return { state: 'off' }
      const { checkForUpdate } = await import('../updates/index.ts')
      return checkForUpdate({ installed: version, env: process.env, signal })
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
