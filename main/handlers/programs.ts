/** Programs of the person's own, and which of them to use: `terminal.*`, `editor.open`, `settings.*`. */

import { AppError } from '../contract/errors.ts'
import type { OpenTerminalParams, Target, TerminalSetting } from '../contract/methods.ts'
import type { KeypilotOptions } from '../host-actions.ts'
import type { Services } from '../services.ts'
import type { Paths, SettingsStore } from '../storage/index.ts'
import type { Part } from './part.ts'
import { privatePath } from './private-path.ts'

type ProgramMethod =
  | 'terminal.open'
  | 'terminal.list'
  | 'editor.open'
  | 'settings.read'
  | 'settings.save'

export function programHandlers(
  options: KeypilotOptions,
  services: Services,
  paths: Paths,
  settings: SettingsStore,
): Part<ProgramMethod> {
  const { platform, env } = process
  const search = async () => ({ platform, env, setting: (await settings.read()).terminal })
  return {
    'terminal.open': async (params) => {
      const argv = await loginArguments(params, services)
      const { openTerminal } = await import('../system/terminal.ts')
      const opened = await openTerminal({ argv, home: paths.home, ...(await search()) })
      await noteUse(params.connectionId, services)
      return opened
    },
    'terminal.list': async () => {
      const { listTerminals } = await import('../system/terminal.ts')
      return listTerminals(await search())
    },
    'editor.open': async (params) => {
      const { alias, folder } = await (await services.connections()).editorPlace(params)
      const { editorUrl } = await import('../system/links.ts')
      const url = editorUrl(params.editor, alias, folder)
      const opened = await options.host.openLink(url)
      await noteUse(params.connectionId, services)
      return { url, opened, alias }
    },
    'settings.read': () => settings.read(),
    'settings.save': async (params, { confirm }) => {
      if (params.terminal) await approveTerminal(params.terminal, await search(), confirm)
      const saved = await settings.save(params)
      options.onSettingsSaved?.(saved)
      return saved
    },
  }
}

async function noteUse(connectionId: string | undefined, services: Services): Promise<void> {
  if (connectionId !== undefined) await (await services.connections()).noteUse(connectionId)
}

/** ssh and its arguments. @throws {AppError} `invalid-value`, `not-found` */
async function loginArguments(
  { alias, connectionId, ...params }: OpenTerminalParams,
  services: Services,
): Promise<readonly string[]> {
  const { aliasArguments, judgeTarget, sshArguments } = await import('../ssh-command/index.ts')
  if (alias !== undefined) return aliasArguments(alias)
  const saved =
    connectionId === undefined ? null : await (await services.connections()).find(connectionId)
  // The schema asks for one of the three.
  const target = (params.target ?? saved?.target) as Target
  const problem = judgeTarget(target)
  if (problem?.severity === 'error') throw new AppError('invalid-value', problem.detail)
  const keyId = params.keyId ?? saved?.keyId ?? null
  if (keyId !== null) return sshArguments(target, await privatePath(services, keyId))
  return sshArguments(target, await acceptedPath(saved?.lastResult?.acceptedKey ?? null, services))
}

/** Where no key was chosen: the one that the last test logged in with, while it is still there. */
async function acceptedPath(keyId: string | null, services: Services): Promise<string | null> {
  if (keyId === null) return null
  return privatePath(services, keyId).catch(() => null)
}

/**
 * A page that was taken over could otherwise make any program start with the next terminal, so only
 * the terminals that are known to us are taken without asking.
 */
async function approveTerminal(
  wanted: TerminalSetting,
  search: {
    readonly platform: NodeJS.Platform
    readonly env: NodeJS.ProcessEnv
    readonly setting: TerminalSetting | null
  },
  confirm: (prompt: { title: string; detail: string; action: string }) => Promise<boolean>,
): Promise<void> {
  const { checkTerminal, findTerminals, isSame } = await import('../system/find-terminal.ts')
  if (JSON.stringify(wanted) === JSON.stringify(search.setting)) return
  await checkTerminal(wanted, search)
  if ((await findTerminals(search)).some((terminal) => isSame(terminal, wanted))) return
  const { program, args } = wanted
  const isSure = await confirm({
    title: `Use ${program} as your terminal?`,
    detail: `Whenever you open a terminal, Keypilot will start this program with these arguments:\n${[program, ...args].map((word) => JSON.stringify(word)).join(' ')}\nOnly go ahead if you have just set this yourself.`,
    action: 'Use this program',
  })
  if (!isSure) throw new AppError('declined', 'Nothing was changed: your terminal is the old one.')
}
