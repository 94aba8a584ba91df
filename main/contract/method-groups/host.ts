/** The computer, the settings, and what only a host can do. */

import type {
  OpenEditorParams,
  OpenEditorResult,
  OpenLinkParams,
  OpenLinkResult,
  OpenTerminalParams,
  RevealParams,
  SaveSettingsParams,
  Settings,
  SystemInfo,
  TerminalProgram,
  UpdateCheck,
} from '../types/system.ts'
import type { NoParams } from './no-params.ts'

export interface HostMethods {
  'system.info': { params: NoParams; value: SystemInfo }
  /** Opens a page from the allow-list by its id. */
  'system.openLink': { params: OpenLinkParams; value: OpenLinkResult }
  /** Asks for the number of the latest version, if the settings allow it. */
  'system.checkForUpdate': { params: NoParams; value: UpdateCheck }
  /** Shows a file or folder of ours in the file manager; returns its path. */
  'system.reveal': {
    params: RevealParams
    value: { readonly path: string; readonly shown: boolean }
  }
  'settings.read': { params: NoParams; value: Settings }
  'settings.save': { params: SaveSettingsParams; value: Settings }

  /** Opens a terminal window that runs `ssh` to the target. */
  'terminal.open': {
    params: OpenTerminalParams
    value: { readonly program: string }
  }
  /** The terminals of this computer, the one that would be used first. */
  'terminal.list': { params: NoParams; value: readonly TerminalProgram[] }
  /** Opens a folder of a server in an editor that connects by an ssh config entry. */
  'editor.open': { params: OpenEditorParams; value: OpenEditorResult }

  /** The browser page's answer to a `confirm.requested` event. */
  'confirm.answer': {
    params: { readonly id: string; readonly accept: boolean }
    value: { readonly accepted: boolean }
  }
}
