/** The text that turns password login on, for a root shell such as RunPod's web terminal. */

import { asOnePaste, RELOAD, SETTINGS, TAKE_BACK } from './take-back.ts'

/** The last line when all went well; the interface tells people to look for it. */
export const TURNED_ON = 'done. Root can log in with the password now.'

const ADD_SERVER: readonly string[] = [
  '# 1. An SSH server and its host keys, where there are none.',
  'add_server() {',
  '  say "installing an SSH server, which takes a minute."',
  '  if command -v apt-get >/dev/null; then',
  '    apt-get update -qq',
  '    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openssh-server',
  '  elif command -v apk >/dev/null; then apk add --quiet openssh',
  '  elif command -v dnf >/dev/null; then dnf install -y -q openssh-server',
  '  elif command -v yum >/dev/null; then yum install -y -q openssh-server',
  '  fi',
  '}',
  'command -v sshd >/dev/null || add_server </dev/null',
  'sshd=$(command -v sshd) || fail "there is no SSH server, and none could be installed."',
  'ls /etc/ssh/ssh_host_*_key >/dev/null 2>&1 || ssh-keygen -A >/dev/null',
  '[ -d /run/sshd ] || mkdir -m 755 /run/sshd',
  '"$sshd" -t || fail "the settings of sshd are faulty already, so nothing was changed."',
]

const SET_PASSWORD: readonly string[] = [
  '# 2. The password of root. How it stood before is kept in the note, for root alone.',
  'before=$(root_line) || fail "there is no /etc/shadow, so no password can be set."',
  'if [ -f "$note" ] && [ "$(sed -n 2p "$note")" = "$before" ]; then',
  '  before=$(sed -n 1p "$note")',
  'fi',
  'keep() {',
  '  (umask 077; printf "%s\\n%s\\n" "$before" "$(root_line)" >"$note.new")',
  '  mv "$note.new" "$note"',
  '}',
  'keep',
]

const GENERATED: readonly string[] = [
  '# Only a salted hash stands at the end of this text; Keypilot knows the password.',
  'printf "root:%s\\n" "$1" | chpasswd -e',
]

const OWN: readonly string[] = [
  'say "choose a long password; nothing is shown while you type."',
  'passwd root || passwd root || passwd root || fail "no password was set, so password login stays as it was."',
]

const SET_LOGIN: readonly string[] = [
  'keep',
  '# 3. sshd takes the first value it reads: a file of our own, for root alone, where that',
  '# works and leaves other accounts as they are; otherwise a block at the top of sshd_config.',
  'as() { "$sshd" -T -C "user=$1,host=localhost,addr=127.0.0.1" 2>/dev/null; }',
  'is_on() { as root | grep -qx "passwordauthentication yes" && as root | grep -qx "permitrootlogin yes"; }',
  'settings() { printf "%s yes\\n" PasswordAuthentication PermitRootLogin; }',
  'has_block() { grep -q "^# keypilot begin" "$main"; }',
  'others=$(as nobody)',
  'if [ -d "$folder" ]; then',
  '  has_block || {',
  '    echo "# Keypilot: password login for root, for a while."',
  '    echo "Match User root"',
  '    settings',
  '  } >"$ours"',
  '  { is_on && [ "$(as nobody)" = "$others" ]; } || rm -f "$ours"',
  'fi',
  'if is_on || has_block; then :; else',
  '  cp -p "$main" "$main.keypilot-before"',
  '  {',
  '    echo "# keypilot begin: password login for root, for a while"',
  '    settings',
  '    echo "# keypilot end"',
  '    cat "$main.keypilot-before"',
  '  } >"$main"',
  'fi',
  '# 4. Only settings that sshd understands and follows are put to use.',
  'if "$sshd" -t && is_on; then reload || "$sshd"; else',
  '  take_back',
  '  fail "another setting of sshd forbids passwords for root. Everything was put back."',
  'fi',
  `say "${TURNED_ON}"`,
]

/** @param hash of the generated password; null lets the person choose one at the prompt */
export function turnOnText(hash: string | null): string {
  const script = [
    '# Keypilot: lets root log in with a password for a while, to install a key.',
    '# The second text takes the password and the settings back; a server that was installed',
    '# stays. Logging in with keys is not touched.',
    ...SETTINGS,
    ...TAKE_BACK,
    ...RELOAD,
    ...ADD_SERVER,
    ...SET_PASSWORD,
    ...(hash === null ? OWN : GENERATED),
    ...SET_LOGIN,
  ]
  return hash === null ? asOnePaste(script) : asOnePaste(script, hash)
}
