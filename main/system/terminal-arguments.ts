/** The words that terminals need around a command or in it. */

/**
 * Runs the program and then waits for Enter when it failed, so that its message can be read. The
 * program and its arguments are positional parameters of a fixed script.
 */
export function stayOpen(argv: readonly string[]): readonly string[] {
  const script =
    '"$@"; code=$?; [ "$code" -eq 0 ] || { printf "\\n%s ended with code %s. Press Enter to close this window." "$1" "$code"; read -r _; }'
  return ['/bin/sh', '-c', script, 'sh', ...argv]
}

/** Terminal keeps a window whose command has ended. */
export const APPLE_TERMINAL = [
  'tell application "Terminal"',
  'activate',
  'do script commandText',
  'end tell',
] as const

/** A new window with the person's own shell, which gets the command as if it had been typed. */
export const ITERM = [
  'tell application "iTerm"',
  'activate',
  'set newWindow to create window with default profile',
  'tell current session of newWindow to write text commandText',
  'end tell',
] as const

/**
 * For osascript(1): the script is fixed and gets the words as arguments, which follow. Both terminals
 * take a text for the login shell, so AppleScript itself quotes each word (`quoted form of`, for sh,
 * bash and zsh).
 */
export function appleScript(tell: readonly string[]): readonly string[] {
  const script = [
    'on run argv',
    'set commandText to ""',
    'repeat with oneItem in argv',
    'set commandText to commandText & quoted form of (contents of oneItem) & " "',
    'end repeat',
    ...tell,
    'end run',
  ]
  return script.flatMap((text) => ['-e', text])
}

/**
 * For wt.exe, which reads `;` as the end of its own command even inside an argument unless it is
 * escaped (learn.microsoft.com, "Windows Terminal command line arguments"). A profile that closes on
 * exit still keeps a tab whose program failed.
 */
export function windowsTerminalWords(argv: readonly string[]): readonly string[] {
  return argv.map((word) => word.replaceAll(';', '\\;'))
}
