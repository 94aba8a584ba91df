/** Wording of what was repaired in a command, left out of it, or is worth knowing about it. */

import type { Wording } from './problems.ts'

export const REMARKS = {
  'terminal-codes': {
    severity: 'info',
    title: 'Terminal colours removed',
    detail: 'The text held invisible codes that a terminal had put there.',
    repairs: true,
  },
  'invisible-characters': {
    severity: 'info',
    title: 'Invisible characters removed',
    detail:
      'The text held characters that cannot be seen, as web pages and chats add them. With them the command would have failed.',
    repairs: true,
  },
  'odd-spaces': {
    severity: 'info',
    title: 'Special spaces replaced',
    detail: 'The text held non-breaking spaces, which a shell does not see as spaces.',
    repairs: true,
  },
  'typographic-quotes': {
    severity: 'info',
    title: 'Curly quotes replaced',
    detail: 'A word processor or chat had made the quotes curly; a shell needs straight ones.',
    repairs: true,
  },
  'typographic-dash': {
    severity: 'info',
    title: 'A long dash became a hyphen',
    detail: 'A word processor or chat had made “{}” from a hyphen; ssh needs the plain one.',
    repairs: true,
  },
  'code-marks': {
    severity: 'info',
    title: 'Marks around the command removed',
    detail: 'Backticks or quotes around a command only mark it as code.',
    repairs: true,
  },
  prompt: {
    severity: 'info',
    title: 'Prompt removed',
    detail: '“{}” is what a terminal shows before the command, and not a part of it.',
    repairs: true,
  },
  wrapped: {
    severity: 'info',
    title: 'Wrapped lines joined',
    detail: 'The command was spread over several lines.',
    repairs: true,
  },
  'unclosed-quote': {
    severity: 'warning',
    title: 'A quote is not closed',
    detail: 'A shell would wait for the second quote. It was read as an ordinary character.',
    repairs: true,
  },
  'rest-ignored': {
    severity: 'info',
    title: 'Only the first command was read',
    detail: 'What follows from “{}” on belongs to the shell and was left out.',
  },
  'program-missing': {
    severity: 'info',
    title: 'Read as an ssh command',
    detail: 'The line has no “ssh” at its start; it was added.',
    repairs: true,
  },
  'colon-port': {
    severity: 'warning',
    title: 'The port does not go after a colon',
    detail: 'ssh reads “{}” as one long name. The port was moved to the option -p.',
    repairs: true,
  },
  'bare-port': {
    severity: 'warning',
    title: 'The port needs the option -p',
    detail: 'ssh would have run “{}” as a command on the server. It was read as the port.',
    repairs: true,
  },
  'port-spelling': {
    severity: 'warning',
    title: 'The port option is written differently',
    detail: '“{}” was read as the port; the option is -p for ssh and -P for scp and sftp.',
    repairs: true,
  },
  'space-at-sign': {
    severity: 'warning',
    title: 'A space next to the “@” was removed',
    detail: 'User and address are one word: {}.',
    repairs: true,
  },
  'host-brackets': {
    severity: 'info',
    title: 'Brackets around the address removed',
    detail: 'ssh takes an IPv6 address without brackets: {}.',
    repairs: true,
  },
  'user-assumed': {
    severity: 'info',
    title: 'User “root” assumed',
    detail:
      'The text names no user. On RunPod pods it is root; if yours is another, write it as user@address.',
  },
  'unknown-option': {
    severity: 'warning',
    title: 'Unknown option {}',
    detail: 'ssh would refuse it. It was left out.',
    repairs: true,
  },
  'dangerous-option': {
    severity: 'warning',
    title: '{} was left out',
    detail:
      'This option makes ssh run a program, load a file or write one on your computer. No pod needs it in its command; Keypilot never takes it over from a pasted text.',
  },
  'remote-shell-ignored': {
    severity: 'warning',
    title: 'Another program than ssh was left out',
    detail: 'rsync was told to connect through “{}”. Keypilot uses ssh.',
  },
  'jump-host': {
    severity: 'warning',
    title: 'The command goes through another server',
    detail:
      'The command goes through {} first. Keypilot connects directly, which may not work here.',
  },
  'host-check-off': {
    severity: 'info',
    title: 'The server is checked all the same',
    detail:
      '“{}” switches off the check that you reach the same machine as last time. Keypilot keeps the check and asks you once about a new machine.',
  },
  'several-commands': {
    severity: 'info',
    title: 'Several addresses found',
    detail: 'The text names more than one. Used: {}.',
  },
  'direct-preferred': {
    severity: 'info',
    title: 'The direct connection is used',
    detail:
      'The text holds both ways into the pod. The direct one ({}) can do everything; ssh.runpod.io is a terminal only.',
  },
  'several-identities': {
    severity: 'info',
    title: 'Several keys named',
    detail: 'The command names more than one key file. The first one is used: {}.',
  },
  'example-identity': {
    severity: 'info',
    title: 'The key path is an example',
    detail:
      'RunPod shows “{}” to everybody; it does not know which key is yours. In Setup, the key of step 1 takes its place.',
  },
  'identity-placeholder': {
    severity: 'warning',
    title: 'The key path is a placeholder',
    detail:
      '“{}” stands for the path of your own key. In Setup, the key of step 1 takes its place.',
  },
  'identity-is-public': {
    severity: 'warning',
    title: 'The key path names the public half',
    detail: 'ssh logs in with the private half, the file without “.pub”. Read as {}.',
    repairs: true,
  },
  'internal-address': {
    severity: 'warning',
    title: 'This address is inside the provider’s network',
    detail:
      '{} cannot be reached from your computer. Look for the public address under “Direct TCP Ports” in the Connect tab.',
  },
  'proxy-port': {
    severity: 'warning',
    title: 'ssh.runpod.io has no port {}',
    detail:
      'It answers on port 22 only; the port with five digits belongs to the pod’s IP address (“SSH over exposed TCP”). Read without the port.',
    repairs: true,
  },
  'proxy-suffix-unusual': {
    severity: 'info',
    title: 'The user name looks unusual',
    detail:
      'The part after the “-” in “{}” is not what RunPod’s names usually end with. If the login fails, copy the line from the Connect tab again.',
  },
  'proxy-no-forwarding': {
    severity: 'warning',
    title: 'ssh.runpod.io forwards no ports',
    detail:
      'It is a terminal only, so {} does nothing there. For tunnels use the line under “SSH over exposed TCP” (the pod needs TCP port 22), or open the port in the pod’s HTTP services.',
  },
  'proxy-no-commands': {
    severity: 'warning',
    title: 'ssh.runpod.io runs no commands',
    detail:
      'It opens a terminal whatever the command says; “{}” would not run. For that use the line under “SSH over exposed TCP”.',
  },
  'proxy-terminal-only': {
    severity: 'warning',
    title: 'ssh.runpod.io is a terminal only',
    detail:
      '{} needs the address and port under “SSH over exposed TCP” in the Connect tab. If that line is missing, add TCP port 22 to the pod (this restarts it).',
  },
} as const satisfies Readonly<Record<string, Wording>>
