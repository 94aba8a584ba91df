/** Causes on the way to the server. */

import type { Target } from '../../contract/methods.ts'
import {
  addressOf,
  type Diagnoses,
  EDIT_COMMAND,
  isProxy,
  numbered,
  OPEN_PODS,
  sentences,
  TEST_AGAIN,
} from './diagnosis.ts'

const PORTS_CHANGE =
  'Every time a pod restarts, its port changes, and on Community Cloud its address can change as well.'

type Reasons = { readonly [kind in Target['kind']]: readonly string[] }

const REFUSED_BECAUSE: Reasons = {
  'runpod-proxy': [
    'RunPod’s proxy listens on port 22. A command with another port for it is wrong.',
    'The network you are on may turn connections to it away.',
  ],
  'runpod-direct': [
    'The pod is still starting. Wait a minute and test again.',
    `The pod was restarted. ${PORTS_CHANGE} Copy the command from the pod’s Connect tab again.`,
    'The pod runs no SSH server: a custom template needs the start command of Setup’s pod step, and a pod started without any public key starts none.',
  ],
  generic: [
    'The port is not the right one.',
    'The SSH server there is not running, or is still starting. Wait a minute and test again.',
    `If it is a pod, it may have been restarted. ${PORTS_CHANGE}`,
  ],
}

const SILENT_BECAUSE: Reasons = {
  'runpod-proxy': [
    'The network you are on blocks SSH (port 22), as some offices and hotels do. Try another network, or a phone’s hotspot.',
    'A VPN or firewall on this computer blocks it.',
  ],
  'runpod-direct': [
    'The pod is stopped. Start it and copy the new command.',
    `The address or port is out of date. ${PORTS_CHANGE}`,
    'The network you are on blocks this port. Another network, or a phone’s hotspot, shows whether that is so.',
  ],
  generic: [
    'The server is off, or its address has changed.',
    'A firewall in between blocks this port. Another network, or a phone’s hotspot, shows whether that is so.',
  ],
}

export const NETWORK_CAUSES: Diagnoses<
  | 'name-not-found'
  | 'connection-refused'
  | 'connection-timed-out'
  | 'host-unreachable'
  | 'connection-reset'
> = {
  'name-not-found': {
    title: () => 'The server’s name was not found',
    explain: (evidence) =>
      sentences(
        evidence.detail,
        isProxy(evidence)
          ? 'RunPod’s own name does not go away, so this computer is probably offline, or its network blocks the name service (DNS), which turns names into addresses. See whether a web page opens, or try another network.'
          : 'Either the name has a typing mistake, or this computer is offline. See whether a web page opens, and compare the name letter by letter. RunPod’s direct addresses are numbers, such as 203.0.113.7.',
      ),
    fixes: () => [EDIT_COMMAND, TEST_AGAIN],
  },
  'connection-refused': {
    title: () => 'Nothing answers on that port',
    explain: (evidence) =>
      numbered(
        `The computer at ${addressOf(evidence)} is there, but it refused the connection: no SSH server listens on this port. What to check, the likeliest first:`,
        REFUSED_BECAUSE[evidence.target.kind],
      ),
    fixes: () => [TEST_AGAIN, OPEN_PODS, EDIT_COMMAND],
  },
  'connection-timed-out': {
    title: () => 'The server did not answer',
    explain: (evidence) =>
      numbered(
        `${evidence.detail} What to check, the likeliest first:`,
        SILENT_BECAUSE[evidence.target.kind],
      ),
    fixes: () => [OPEN_PODS, EDIT_COMMAND, TEST_AGAIN],
  },
  'host-unreachable': {
    title: () => 'There is no way to that address',
    explain: (evidence) =>
      sentences(
        evidence.detail,
        'This computer’s network knows no way there: the computer is offline, or a VPN or firewall is in between, or the address is not complete. See whether a web page opens, try without the VPN, and compare the address with the one that you were given.',
      ),
    fixes: () => [TEST_AGAIN, EDIT_COMMAND],
  },
  'connection-reset': {
    title: () => 'The connection was cut off',
    explain: (evidence) =>
      sentences(
        evidence.detail,
        'This happens when the port leads to a pod whose SSH server is not running: the pod is still starting, or its image has no SSH server. A firewall on the way can do it, too. Wait a minute and test again.',
      ),
    fixes: () => [TEST_AGAIN, OPEN_PODS],
  },
}
