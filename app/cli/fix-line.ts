/** The line that runs a fix on a terminal, and what is said about it. */

import { assertNever } from '../../main/contract/errors.ts'
import type { Fix, MethodName } from '../../main/contract/methods.ts'
import { linkUrl } from '../../main/system/links.ts'
import { quoteForShell } from '../../main/system/quote-for-shell.ts'

export interface FixLine {
  readonly label: string
  /** Lines to copy; null when there is nothing to run. */
  readonly text: string | null
}

export function fixLine(fix: Fix, platform: NodeJS.Platform): FixLine {
  const { label } = fix
  switch (fix.kind) {
    case 'copy':
      return { label, text: fix.text }
    case 'link':
      return { label, text: linkUrl(fix.link) }
    case 'call':
      return callFix(fix, platform)
    case 'ask':
      return { label, text: null }
    default:
      return assertNever(fix)
  }
}

/**
 * The interface shows a plan and has a button below it. On a terminal a plan alone is JSON, so these
 * are replaced by what shows the plan and asks before it writes.
 */
const ASKING: { readonly [method in MethodName]?: string } = {
  'sshConfig.planFix': 'keypilot config --fix',
  'sshConfig.planUpsert': 'sshConfig.upsertHost',
  'permissions.plan': 'keypilot doctor --fix',
  'keys.planRepair': 'keys.repair',
}

function callFix(
  { label, method, params }: Extract<Fix, { readonly kind: 'call' }>,
  platform: NodeJS.Platform,
): FixLine {
  const asking = ASKING[method]
  if (asking === undefined) return { label, text: callLine(method, params, platform) }
  return {
    label: `${label} (shows the change, and makes it only after your yes)`,
    text: asking.startsWith('keypilot ') ? asking : callLine(asking, params, platform),
  }
}

/**
 * A line that makes a call, in the quotes of the platform's shell. Windows PowerShell drops double
 * quotes from arguments, so there the text goes through a pipe.
 */
export function callLine(method: string, params: object, platform: NodeJS.Platform): string {
  const text = JSON.stringify(params)
  return platform === 'win32'
    ? `'${text.replaceAll("'", "''")}' | keypilot call ${method} -`
    : `keypilot call ${method} ${quoteForShell(text)}`
}
