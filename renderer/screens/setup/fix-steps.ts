/** Where the controls are that a fix leads to. */

import type { AskFor } from '../../contract.ts'
import type { StepId } from './setup-model.ts'

export const STEP_OF_ASK: Readonly<Partial<Record<AskFor, StepId>>> = {
  'choose-key': 'key',
  'generate-key': 'key',
  'check-paste': 'publish',
  'edit-command': 'command',
}
