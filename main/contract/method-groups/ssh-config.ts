/** Commands and the ssh config. */

import type {
  ParsedSshCommand,
  RenderCommandParams,
  RenderedCommand,
} from '../types/ssh-command.ts'
import type {
  ConfigChange,
  ConfigFinding,
  ConfigPlan,
  EffectiveConfig,
  EffectiveParams,
  SshConfigReport,
  UpsertHostParams,
} from '../types/ssh-config.ts'
import type { NoParams } from './no-params.ts'

export interface ConfigMethods {
  'sshCommand.parse': { params: { readonly text: string }; value: ParsedSshCommand }
  'sshCommand.render': { params: RenderCommandParams; value: RenderedCommand }

  'sshConfig.read': { params: NoParams; value: SshConfigReport }
  /** What ssh would do for a host, and which line says so. */
  'sshConfig.effective': { params: EffectiveParams; value: EffectiveConfig }
  'sshConfig.audit': { params: NoParams; value: readonly ConfigFinding[] }
  'sshConfig.planUpsert': { params: UpsertHostParams; value: ConfigPlan }
  /** Writes or updates the entry of an alias. Without the plan's id, the person is asked. */
  'sshConfig.upsertHost': {
    params: UpsertHostParams & { readonly planId?: string }
    value: ConfigChange
  }
  'sshConfig.planRemove': { params: { readonly alias: string }; value: ConfigPlan }
  /** Removes an entry of Keypilot's; the `Include` line goes with the last one. */
  'sshConfig.removeHost': {
    params: { readonly alias: string; readonly planId?: string }
    value: ConfigChange
  }
  'sshConfig.planFix': { params: { readonly finding: string }; value: ConfigPlan }
  'sshConfig.applyFix': {
    params: { readonly finding: string; readonly planId?: string }
    value: ConfigChange
  }
}
