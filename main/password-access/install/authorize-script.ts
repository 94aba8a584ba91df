/** Shell lines that add one public key to the account they run in, as ssh-copy-id does. */

import { quoteForShell } from '../../system/quote-for-shell.ts'

/**
 * Prints `<mark> added` or `<mark> already-there` and nothing else that begins so.
 *
 * The key counts as there when a line's own key is the same, whatever its options and comment. The
 * second key of two that were joined into one line does not count: sshd does not see it either.
 *
 * @param publicLine `type base64 comment`
 */
export function authorizeScript(publicLine: string, mark: string): string {
  const line = publicLine.split(/[\r\n]/)[0] ?? ''
  const key = line.split(' ').slice(0, 2).join(' ')
  return `set -eu
umask 077
LC_ALL=C
export LC_ALL
line=${quoteForShell(line)}
key=${quoteForShell(key)}
cd "$HOME"
[ -d .ssh ] || mkdir .ssh
file=$(readlink -f .ssh/authorized_keys 2>/dev/null) || file=
[ -n "$file" ] || file=$HOME/.ssh/authorized_keys
chmod go-w .ssh
holds() {
  [ -f "$file" ] || return 1
  grep -v '^[[:space:]]*#' "$file" | sed 's/[[:space:]]\\{1,\\}/ /g; s/^ *//; s/^/ /; s/$/ /' |
    grep -F " $key " | sed "s| $key .*||" | grep -qv ' AAAA'
}
if holds; then
  chmod go-w "$file"
  echo '${mark} already-there'
  exit 0
fi
temp=$file.keypilot-$$
trap 'rm -f "$temp"' EXIT
if [ -f "$file" ]; then
  cp -p "$file" "$temp"
  chmod go-w "$temp"
  [ -z "$(tail -c 1 "$temp")" ] || echo >>"$temp"
fi
printf '%s\\n' "$line" >>"$temp"
mv -f "$temp" "$file"
if command -v restorecon >/dev/null 2>&1; then restorecon .ssh "$file" >/dev/null 2>&1 || :; fi
holds
echo '${mark} added'
`
}
