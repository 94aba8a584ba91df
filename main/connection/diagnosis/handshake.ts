/** Causes between the first byte and an encrypted connection. */

import {
  addressOf,
  type Diagnoses,
  EDIT_COMMAND,
  isProxy,
  OPEN_PODS,
  sentences,
  TEST_AGAIN,
} from './diagnosis.ts'

export const HANDSHAKE_CAUSES: Diagnoses<
  | 'not-ssh'
  | 'banner-timeout'
  | 'closed-before-handshake'
  | 'penalised'
  | 'no-common-kex'
  | 'no-common-host-key'
  | 'no-common-cipher'
  | 'no-common-algorithm'
  | 'handshake-timeout'
> = {
  'not-ssh': {
    title: ({ answeredBy }) =>
      answeredBy === 'jupyter'
        ? 'That port is Jupyter, not SSH'
        : answeredBy === 'http'
          ? 'That port is a web page, not SSH'
          : 'That port is not SSH',
    explain: (evidence) =>
      sentences(
        evidence.detail,
        isProxy(evidence)
          ? 'RunPod’s proxy does speak SSH there, so something in between answers in its place, such as the login page of a hotel’s network. Open a web page to see it, or try another network.'
          : `A pod has several ports, and ${addressOf(evidence)} is not the one for SSH. In the pod’s Connect tab, use the command under “SSH over exposed TCP”, or the port shown with “→ :22”.`,
      ),
    fixes: () => [EDIT_COMMAND, OPEN_PODS],
  },
  'banner-timeout': {
    title: () => 'Something is there, but it says nothing',
    explain: (evidence) =>
      sentences(
        evidence.detail,
        'An SSH server introduces itself at once. Either this port belongs to another program, or the pod is overloaded or still starting. Wait a minute and test again; if the same happens, copy the command from the pod’s Connect tab again.',
      ),
    fixes: () => [TEST_AGAIN, EDIT_COMMAND],
  },
  'closed-before-handshake': {
    title: () => 'The server hung up at once',
    explain: ({ detail }) =>
      sentences(
        detail,
        'A server does this when it is only just starting, when too many logins failed lately, or when the port belongs to another program. Wait a minute before testing again.',
      ),
    fixes: () => [TEST_AGAIN, OPEN_PODS],
  },
  penalised: {
    title: ({ detail }) =>
      isCrowded(detail) ? 'The server is too busy to let you in' : 'The server makes you wait',
    explain: ({ detail }) =>
      sentences(
        detail,
        isCrowded(detail)
          ? 'Too many connections are waiting to log in there at the moment (its limit is called MaxStartups). Nothing is wrong with your key. Test again in a minute.'
          : 'The server has seen too many failed logins from your address and makes it wait, between 15 seconds and 10 minutes. Nothing is broken: leave it alone for a while, then test again. Every new try before that makes the wait longer.',
      ),
    fixes: () => [TEST_AGAIN],
  },
  'no-common-kex': {
    title: () => 'No way of starting encryption that both sides know',
    explain: ({ detail }) => sentences(detail, OLD_OR_NEW),
    fixes: () => [TEST_AGAIN],
  },
  'no-common-host-key': {
    title: () => 'The server’s kind of host key is not accepted',
    explain: ({ detail }) =>
      sentences(
        detail,
        'A server proves who it is with its host key, and this one offers only kinds that ssh refuses for being unsafe: RSA with SHA-1, or DSA.',
        'Run “ssh-keygen -A” on the server, which makes host keys of today’s kinds, or update its SSH server. A pod with a current image has them.',
      ),
    fixes: () => [
      {
        kind: 'copy',
        text: 'ssh-keygen -A',
        label: 'Copy the line that makes new host keys there',
      },
      TEST_AGAIN,
    ],
  },
  'no-common-cipher': {
    title: () => 'No encryption that both sides know',
    explain: ({ detail }) => sentences(detail, OLD_OR_NEW),
    fixes: () => [TEST_AGAIN],
  },
  'no-common-algorithm': {
    title: () => 'No form of SSH that both sides know',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The server and Keypilot found no form of SSH that both accept. On a very old image the SSH server needs an update.',
      ),
    fixes: () => [TEST_AGAIN, OPEN_PODS],
  },
  'handshake-timeout': {
    title: () => 'The server stopped answering',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The pod may be overloaded. On some VPNs large packets get lost, and then every SSH connection stops at this point. Test again in a minute, or from another network.',
      ),
    fixes: () => [TEST_AGAIN],
  },
}

const OLD_OR_NEW =
  'This is about the encryption, not about your key: both sides must know one method in common, and they do not. On a very old image the SSH server needs an update. A very new server can be too strict for Keypilot’s test while your own ssh still gets in, so try the command in a terminal as well.'

function isCrowded(detail: string): boolean {
  return detail.includes('MaxStartups')
}
