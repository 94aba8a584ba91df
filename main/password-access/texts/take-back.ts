/** Shell lines that both texts share: where things are, taking everything back, telling sshd. */

/**
 * POSIX sh. No apostrophe may stand in any of these lines, because they are pasted between two of
 * them, and no exclamation mark, which an interactive bash takes for a piece of its history.
 *
 * `note` holds the line of root in /etc/shadow twice: as it was before, and as it is since.
 */
export const SETTINGS: readonly string[] = [
  'set -eu',
  'PATH=$PATH:/usr/sbin:/sbin',
  'main=/etc/ssh/sshd_config',
  'folder=/etc/ssh/sshd_config.d',
  'ours=$folder/00-keypilot-password.conf',
  'note=/etc/ssh/keypilot-password.note',
  'say() { echo "keypilot: $*"; }',
  'fail() { say "$*" >&2; exit 1; }',
  'root_line() { grep "^root:" /etc/shadow; }',
  '[ "$(id -u)" = 0 ] || fail "this has to be run as root."',
]

export const TAKE_BACK: readonly string[] = [
  '# Takes back what the first text wrote: the password of root, then the settings.',
  'take_back() {',
  '  if [ -f "$note" ] && [ "$(root_line)" = "$(sed -n 2p "$note")" ]; then',
  '    before=$(sed -n 1p "$note")',
  '    cp -p /etc/shadow /etc/shadow.keypilot',
  '    while IFS= read -r line; do',
  '      case $line in root:*) line=$before ;; esac',
  '      printf "%s\\n" "$line"',
  '    done </etc/shadow >/etc/shadow.keypilot',
  '    mv /etc/shadow.keypilot /etc/shadow',
  '  elif [ -f "$note" ]; then',
  '    say "the password of root was changed by somebody else since, so it stays."',
  '  fi',
  '  rm -f "$note" "$ours"',
  '  grep -q "^# keypilot begin" "$main" 2>/dev/null || return 0',
  '  grep -q "^# keypilot end" "$main" || fail "take the block of keypilot out of $main by hand: its end is missing."',
  '  sed "/^# keypilot begin/,/^# keypilot end/d" "$main" >"$main.keypilot-new"',
  '  cat "$main.keypilot-new" >"$main"',
  '  rm -f "$main.keypilot-new" "$main.keypilot-before"',
  '}',
]

export const RELOAD: readonly string[] = [
  '# Lets sshd read its settings again, without any service manager; open connections stay.',
  'reload() {',
  '  found=no',
  '  for pid in $(ls /proc | grep "^[0-9]"); do',
  '    [ "$(cat /proc/$pid/comm 2>/dev/null)" = sshd ] || continue',
  '    # The one that listens; the others are called after their users.',
  '    case $(tr "\\0" " " </proc/$pid/cmdline) in',
  '      "sshd: /"* | /*) kill -HUP $pid && found=yes ;;',
  '    esac',
  '  done',
  '  [ $found = yes ]',
  '}',
]

/** One paste for an interactive bash or sh: nothing of it runs before all of it was read. */
export function asOnePaste(script: readonly string[], ...args: readonly string[]): string {
  const words = args.length === 0 ? '' : ` keypilot ${args.map((word) => `'${word}'`).join(' ')}`
  return `sh -c '\n${script.join('\n')}\n'${words}\n`
}
