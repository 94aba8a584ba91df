/** Finds the key that `--key` names: by its id, or by its file name. */

import type { KeyPair, Result } from '../../main/contract/methods.ts'
import { redact } from '../../main/storage/index.ts'
import type { CommandContext } from './command.ts'

/** Null when no key was named. */
export async function resolveKey(
  named: string | undefined,
  context: CommandContext,
): Promise<Result<KeyPair | null>> {
  if (named === undefined) return { ok: true, value: null }
  const keys = await context.call('keys.list', {})
  if (!keys.ok) return keys
  const found = keys.value.find(({ id, name }) => id === named || name === named)
  if (found !== undefined) return { ok: true, value: found }
  // A private key may have been pasted in place of its name.
  const message = `There is no key called "${redact(named, '')}" in your ssh folder. "keypilot keys" lists them.`
  return { ok: false, error: { code: 'not-found', message } }
}
