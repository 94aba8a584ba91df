/** How each platform's terminal is told to run a program with exactly these arguments. */

/**
 * Runs the program and then waits for Enter when it failed, so that its message can be read. The
 * program and its arguments are positional parameters of a fixed script.
 */
export function stayOpen(argv: readonly string[]): readonly string[] {
  const script =
    '"$@"; code=$?; [ "$code" -eq 0 ] || { printf "\\n%s ended with code %s. Press Enter to close this window." "$1" "$code"; read -r _; }'
  return ['/bin/sh', '-c', script, 'sh', ...argv]
}

/**
 * For osascript(1): the script is fixed and gets the words as arguments. `do script` takes a text for
 * the login shell, so AppleScript itself quotes each word (`quoted form of`, for sh, bash and zsh).
 * Terminal keeps a window whose command has ended.
 */
export function appleScriptArguments(argv: readonly string[]): readonly string[] {
  const script = [
    'on run argv',
    'set commandText to ""',
    'repeat with oneItem in argv',
    'set commandText to commandText & quoted form of (contents of oneItem) & " "',
    'end repeat',
    'tell application "Terminal"',
    'activate',
    'do script commandText',
    'end tell',
    'end run',
  ]
  return [...script.flatMap((text) => ['-e', text]), ...argv]
}

/**
 * For wt.exe, which reads `;` as the end of its own command even inside an argument unless it is
 * escaped (learn.microsoft.com, "Windows Terminal command line arguments"). A profile that closes on
 * exit still keeps a tab whose program failed.
 */
export function windowsTerminalArguments(argv: readonly string[]): readonly string[] {
  return ['new-tab', '--', ...argv.map((word) => word.replaceAll(';', '\\;'))]
}
