/** The text that takes password login back: pasted by hand, or run over a login with the key. */

import { asOnePaste, RELOAD, SETTINGS, TAKE_BACK } from './take-back.ts'

/** The last line when all went well. */
export const TURNED_OFF = 'done. Password login is as it was before; keys keep working.'

const SCRIPT: readonly string[] = [
  '# Keypilot: takes back the password login that the first text turned on.',
  ...SETTINGS,
  ...TAKE_BACK,
  ...RELOAD,
  'if [ -f "$ours" ] || [ -f "$note" ] || grep -q "^# keypilot begin" "$main" 2>/dev/null; then',
  '  take_back',
  '  "$(command -v sshd)" -t || fail "the settings of sshd are faulty, so it still runs with the old ones."',
  '  reload || say "no sshd is running."',
  `  say "${TURNED_OFF}"`,
  'else',
  '  say "there is nothing to take back here: the first text is not in force."',
  'fi',
]

export function turnOffText(): string {
  return asOnePaste(SCRIPT)
}

/** The same for the standard input of a shell. */
export function turnOffScript(): string {
  return `${SCRIPT.join('\n')}\n`
}
