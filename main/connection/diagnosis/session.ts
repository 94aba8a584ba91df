/** Causes after the server let the person in, and those that fit nowhere else. */

import { quoteForShell } from '../../system/quote-for-shell.ts'
import {
  CHOOSE_KEY,
  type Diagnoses,
  EDIT_COMMAND,
  OPEN_PODS,
  sentences,
  TEST_AGAIN,
} from './diagnosis.ts'

export const SESSION_CAUSES: Diagnoses<
  | 'no-session'
  | 'no-shell'
  | 'session-closed'
  | 'session-timeout'
  | 'container-not-found'
  | 'proxy-terminal-only'
  | 'sftp-missing'
  | 'forwarding-refused'
  | 'connection-lost'
  | 'cancelled'
  | 'unexpected'
> = {
  'no-session': {
    title: ({ purpose }) =>
      purpose === 'editor'
        ? 'The login works, but an editor cannot start'
        : 'The login works, but no session opens',
    explain: ({ detail }) =>
      sentences(
        'The server accepted the key, but then opened no session.',
        detail,
        'The account, or the key’s line in authorized_keys (the list of keys that may log in), may be meant for one task only (“command=” or ForceCommand). Use another user name or key, or ask whoever looks after the server.',
      ),
    fixes: () => [EDIT_COMMAND, CHOOSE_KEY, TEST_AGAIN],
  },
  'no-shell': {
    title: () => 'The key is accepted, but the account has no shell',
    explain: ({ detail, target }) =>
      sentences(
        'The server accepted the key and ended the session at once.',
        detail,
        `That is how a server answers when the account ${target.user} is not meant for logging in (its shell is nologin or false).`,
        target.kind === 'generic'
          ? 'Use another user name, or have the account’s shell set to /bin/bash on the server.'
          : 'On pods the account is root; copy the command again.',
      ),
    fixes: ({ target }) => [
      EDIT_COMMAND,
      {
        kind: 'copy',
        text: `chsh -s /bin/bash ${quoteForShell(target.user)}`,
        label: 'Copy the line that gives it a shell there',
      },
      TEST_AGAIN,
    ],
  },
  'session-closed': {
    title: () => 'You are let in and thrown out at once',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The key is accepted, so nothing is wrong with it. Something on the server ends every session: a line in a file that runs at login (such as “exit” in ~/.bashrc), no memory left, or a pod that is just stopping.',
        'On a pod, the web terminal in its Connect tab lets you look.',
      ),
    fixes: () => [TEST_AGAIN, OPEN_PODS],
  },
  'session-timeout': {
    title: () => 'The login works, but nothing answers',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The key is accepted. The pod may be overloaded, or a file that runs at login never ends. Wait a minute and test again; on a pod, the web terminal in its Connect tab lets you look.',
      ),
    fixes: () => [TEST_AGAIN, OPEN_PODS],
  },
  'container-not-found': {
    title: () => 'The key is fine, but the pod was not found',
    explain: ({ detail, target }) =>
      sentences(
        detail,
        `“${target.user}” stands for a pod on a certain machine. Either the pod was moved or made anew, and its name has changed, or it is not running yet.`,
        'Look at the pod on RunPod’s website: when it runs, copy the command from its Connect tab again.',
      ),
    fixes: () => [OPEN_PODS, EDIT_COMMAND, TEST_AGAIN],
  },
  'proxy-terminal-only': {
    title: () => 'RunPod’s proxy gives a terminal only',
    explain: ({ detail }) =>
      sentences(
        detail,
        'scp, sftp, rsync, VS Code and tunnels need the pod’s own SSH server: in the pod’s Connect tab, copy the command under “SSH over exposed TCP”.',
        'If it is not there, the pod has no public IP or no TCP port 22; adding the port in the pod’s settings restarts it, and only /workspace is kept.',
      ),
    fixes: () => [OPEN_PODS, EDIT_COMMAND],
  },
  'sftp-missing': {
    title: () => 'You can log in, but not copy files',
    explain: ({ detail }) =>
      sentences(
        detail,
        'scp and sftp need the program sftp-server there. On Debian and Ubuntu images the line below installs it; run it in a terminal on the server.',
        'If it is installed, a line in the ~/.bashrc that prints something, or “Subsystem” in /etc/ssh/sshd_config, is the reason.',
      ),
    fixes: () => [
      {
        kind: 'copy',
        text: 'apt-get update && apt-get install -y openssh-sftp-server',
        label: 'Copy the line to run on the server',
      },
      TEST_AGAIN,
    ],
  },
  'forwarding-refused': {
    title: ({ purpose }) =>
      purpose === 'editor'
        ? 'You can log in, but VS Code will hang'
        : 'You can log in, but not forward ports',
    explain: ({ detail, purpose }) =>
      sentences(
        detail,
        purpose === 'editor' &&
          'VS Code and Cursor reach their helper on the server through a forwarded port.',
        'It is switched off there: AllowTcpForwarding or DisableForwarding in /etc/ssh/sshd_config, or “no-port-forwarding” or “restrict” before the key in ~/.ssh/authorized_keys. Some small SSH servers cannot do it at all.',
      ),
    fixes: () => [
      {
        kind: 'copy',
        text: 'sshd -T | grep -i forwarding',
        label: 'Copy the line that shows the setting there',
      },
      TEST_AGAIN,
    ],
  },
  'connection-lost': {
    title: () => 'The connection broke off',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The pod may just have been stopped, or the network dropped out. Test again.',
      ),
    fixes: () => [TEST_AGAIN, OPEN_PODS],
  },
  cancelled: {
    title: () => 'Stopped',
    explain: () => 'The test was stopped at your request. Nothing was changed.',
    fixes: () => [TEST_AGAIN],
  },
  unexpected: {
    title: () => 'Something unusual happened',
    explain: ({ detail }) =>
      sentences(
        detail,
        'Keypilot does not know this failure. The stages show how far the connection came. Test again; if the same happens, copy the details and show them to someone who can help.',
      ),
    fixes: () => [TEST_AGAIN, CHOOSE_KEY],
  },
}
