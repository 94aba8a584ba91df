/** One cause, put into words: the table of all causes, one entry each. */

import type { CauseCode, TestReport } from '../../contract/methods.ts'
import type { Evidence } from '../facts.ts'
import { CLIENT_CAUSES } from './client.ts'
import { CONFIG_CAUSES } from './config.ts'
import type { Diagnoses } from './diagnosis.ts'
import { HANDSHAKE_CAUSES } from './handshake.ts'
import { HOST_KEY_CAUSES } from './host-key.ts'
import { KEY_FILE_CAUSES } from './key-file.ts'
import { LOGIN_CAUSES } from './login.ts'
import { NETWORK_CAUSES } from './network.ts'
import { PROVEN_CAUSES } from './proven-refusal.ts'
import { SESSION_CAUSES } from './session.ts'

export const DIAGNOSES: Diagnoses = {
  ...NETWORK_CAUSES,
  ...HANDSHAKE_CAUSES,
  ...HOST_KEY_CAUSES,
  ...KEY_FILE_CAUSES,
  ...CONFIG_CAUSES,
  ...LOGIN_CAUSES,
  ...PROVEN_CAUSES,
  ...SESSION_CAUSES,
  ...CLIENT_CAUSES,
}

export function diagnose(
  cause: CauseCode,
  evidence: Evidence,
): Pick<TestReport, 'title' | 'explanation' | 'fixes'> {
  const entry = DIAGNOSES[cause]
  return {
    title: entry.title(evidence),
    explanation: entry.explain(evidence),
    fixes: entry.fixes(evidence),
  }
}
