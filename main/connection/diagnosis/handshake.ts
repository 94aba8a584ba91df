/** Causes between the first byte and an encrypted connection. */

import type { Evidence } from '../facts.ts'
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
        'An SSH server introduces itself at once. Either this port belongs to another program, or the pod is overloaded or still starting.',
      ),
    fixes: () => [TEST_AGAIN, EDIT_COMMAND],
  },
  'closed-before-handshake': {
    title: () => 'The server hung up at once',
    explain: (evidence) => sentences(evidence.detail, whyClosed(evidence)),
    fixes: () => [TEST_AGAIN, OPEN_PODS],
  },
  'no-common-algorithm': {
    title: () => 'No encryption that both sides know',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The server and Keypilot found no method that both accept. On a very old image the SSH server needs an update.',
        'A very new server can be too strict for Keypilot’s test while your own ssh still gets in, so try the command in a terminal as well.',
      ),
    fixes: () => [TEST_AGAIN],
  },
  'handshake-timeout': {
    title: () => 'The server stopped answering',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The pod may be overloaded. On some VPNs large packets get lost, and then every SSH connection stops at this point.',
      ),
    fixes: () => [TEST_AGAIN],
  },
}

function whyClosed({ detail }: Evidence): string {
  if (detail.includes('Not allowed at this time')) {
    return 'The server has seen too many failed logins from your address and makes it wait, between 15 seconds and 10 minutes. Nothing is broken: leave it alone for a while, then test again.'
  }
  if (detail.includes('MaxStartups')) {
    return 'Too many connections are waiting to log in there at the moment. Test again in a minute.'
  }
  return 'A server does this when it is only just starting, when too many logins failed lately, or when the port belongs to another program. Wait a minute before testing again.'
}
