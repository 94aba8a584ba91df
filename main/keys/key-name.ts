/** Which file names a new key may have: such that every system, shell and ssh can use them. */

import { AppError } from '../contract/errors.ts'

const MAX_CHARACTERS = 100
/** File systems allow 255; `.pub` and the name of a temporary file need room too. */
const MAX_BYTES = 200

/** Files of ssh's own, and of programs beside it: no key may take their name. */
const TAKEN_BY_SSH: ReadonlySet<string> = new Set([
  'authorized_keys',
  'authorized_keys2',
  'allowed_signers',
  'config',
  'config.d',
  'environment',
  'known_hosts',
  'known_hosts.old',
  'known_hosts2',
  'rc',
  'revoked_keys',
])

const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i

/** Whether ssh keeps something else under this name. */
export function isNameOfSsh(name: string): boolean {
  return TAKEN_BY_SSH.has(name.toLowerCase())
}

/** @throws {AppError} `invalid-name` with the rule that is broken */
export function checkKeyName(name: string): void {
  const fault = nameFault(name)
  if (fault === null) return
  throw new AppError(
    'invalid-name',
    `A key cannot have this file name: ${fault}. Use letters, digits, “-” and “_”, for example id_ed25519_runpod.`,
  )
}

function nameFault(name: string): string | null {
  if (name.trim() === '') return 'it is empty'
  if (name.length > MAX_CHARACTERS || Buffer.byteLength(name) > MAX_BYTES) {
    return `it has more than ${MAX_CHARACTERS} characters`
  }
  if (/[/\\]/.test(name)) return 'it must be a name in the ssh folder, without “/” or “\\”'
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name)) return 'it contains invisible characters'
  if (/[<>:"|?*]/.test(name))
    return 'it contains one of < > : " | ? *, which Windows does not allow'
  if (name.includes('${')) return 'ssh would read the “${” in it as a variable'
  if (name.startsWith('-')) return 'programs would take the “-” at its start for an option'
  if (name.startsWith('.')) return 'the “.” at its start would hide it'
  if (name !== name.trim() || name.endsWith('.'))
    return 'it starts or ends with a space, or ends with “.”'
  if (/-cert$/i.test(name)) return 'ssh would take its public half for a certificate'
  if (/\.keypilot-tmp$/i.test(name)) return 'Keypilot uses that ending for unfinished files'
  if (/\.pub$/i.test(name)) return 'the ending “.pub” is added to the public half by itself'
  if (WINDOWS_DEVICE.test(name)) return 'Windows keeps this name for a device'
  return isNameOfSsh(name) ? 'ssh keeps something else under this name' : null
}
