/** Why a server refuses a key that has just been installed: asked over the login that still works. */

import { printable, type RemoteShell, VisitFailure } from '../../connection/index.ts'

const LIMIT_MS = 10_000
/** A login of another kind that does not answer must not hide the refusal itself. */
const UNKNOWN =
  'The reason is not known here. The server’s own log has it, which RunPod shows as the log of the pod.'

/** Facts that sshd's StrictModes and settings turn into a refusal without a word. */
const QUESTIONS = `cd "$HOME"
for path in "$HOME" .ssh .ssh/authorized_keys; do
  if [ -n "$(find -L "$path" -maxdepth 0 -perm /022 2>/dev/null)" ]; then echo "writable $path"; fi
  if [ -z "$(find -L "$path" -maxdepth 0 \\( -user "$(id -u)" -o -user 0 \\) 2>/dev/null)" ]; then echo "owner $path"; fi
done
PATH=$PATH:/usr/sbin:/sbin
sshd -T -C user="$(id -un)",host=localhost,addr=127.0.0.1 2>/dev/null |
  grep -E '^(pubkeyauthentication|authorizedkeysfile|strictmodes) ' | sed 's/^/setting /' || :
`

/** A sentence or two. */
export async function whyRefused(shell: RemoteShell): Promise<string> {
  try {
    const { text } = await shell.run(QUESTIONS, LIMIT_MS)
    return explain(text.split('\n')) ?? UNKNOWN
  } catch (error) {
    if (error instanceof VisitFailure) return UNKNOWN
    throw error
  }
}

/** Null when none of the known reasons is there. */
export function explain(lines: readonly string[]): string | null {
  const settingOf = (name: string) =>
    lines.find((line) => line.startsWith(`setting ${name} `))?.slice(`setting ${name} `.length)
  if (settingOf('pubkeyauthentication') === 'no') {
    return 'This server takes no keys at all (“PubkeyAuthentication no” in its settings, the file sshd_config). That has to be changed there first.'
  }
  const files = settingOf('authorizedkeysfile')
  if (
    files !== undefined &&
    !files.split(' ').some((file) => /(?:^|\/)\.ssh\/authorized_keys$/.test(file))
  ) {
    return `This server reads keys from another place (AuthorizedKeysFile ${printable(files, 120)}), not from the file in the home folder.`
  }
  if (settingOf('strictmodes') === 'no') return null
  return faultyFile(lines)
}

function faultyFile(lines: readonly string[]): string | null {
  const named = (fault: string) =>
    lines.find((line) => line.startsWith(`${fault} `))?.slice(fault.length + 1)
  const writable = named('writable')
  if (writable !== undefined) {
    const path = printable(writable, 120)
    return `Others may write to ${path} on the server, and then the SSH server trusts no key there. Run in the web terminal: chmod go-w ${path}`
  }
  const foreign = named('owner')
  if (foreign === undefined) return null
  return `${printable(foreign, 120)} on the server belongs to another account, and then the SSH server trusts no key there.`
}
