/**
 * What a person sees in the terminal when a cause is at work: texts of OpenSSH 8 to 10 and of RunPod's
 * proxy. `client/parse-output.ts` reads each of them as its cause.
 */

import type { CauseCode } from '../../contract/methods.ts'

const PORT = '203.0.113.7 port 22041'
const CONNECT = `ssh: connect to host ${PORT}:`
const NEGOTIATE = `Unable to negotiate with ${PORT}:`
const KEY = '/home/you/.ssh/id_ed25519'

/** Empty: ssh says nothing of its own, or the same as for other causes. */
export const SAID: { readonly [cause in CauseCode]: readonly string[] } = {
  'name-not-found': [
    'ssh: Could not resolve hostname ssh.runpod.oi: Name or service not known',
    'ssh: Could not resolve hostname ssh.runpod.oi: No such host is known.',
  ],
  'connection-refused': [`${CONNECT} Connection refused`],
  'connection-timed-out': [`${CONNECT} Connection timed out`, `${CONNECT} Operation timed out`],
  'host-unreachable': [`${CONNECT} No route to host`, `${CONNECT} Network is unreachable`],
  'connection-reset': ['kex_exchange_identification: read: Connection reset by peer'],
  'not-ssh': ['kex_exchange_identification: banner line contains invalid characters'],
  'banner-timeout': ['Connection timed out during banner exchange'],
  'closed-before-handshake': [
    'kex_exchange_identification: Connection closed by remote host',
    `Connection closed by ${PORT}`,
  ],
  penalised: ['Not allowed at this time'],
  'no-common-kex': [
    `${NEGOTIATE} no matching key exchange method found. Their offer: diffie-hellman-group1-sha1`,
  ],
  'no-common-host-key': [`${NEGOTIATE} no matching host key type found. Their offer: ssh-rsa`],
  'no-common-cipher': [`${NEGOTIATE} no matching cipher found. Their offer: 3des-cbc`],
  'no-common-algorithm': ['Protocol major versions differ: 2 vs. 1'],
  'handshake-timeout': [`Connection to ${PORT} timed out`],
  'host-key-new': [
    "The authenticity of host '[203.0.113.7]:22041 ([203.0.113.7]:22041)' can't be established.",
    'Host key verification failed.',
  ],
  'host-key-changed': [
    '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @',
    'Offending ED25519 key in /home/you/.ssh/known_hosts:4',
  ],
  'host-key-revoked': ['@       WARNING: REVOKED HOST KEY DETECTED!               @'],
  'no-key': [],
  'key-file-missing': [
    `Warning: Identity file ${KEY} not accessible: No such file or directory.`,
    `no such identity: ${KEY}: No such file or directory`,
  ],
  'key-file-unreadable': [
    `Load key "${KEY}": invalid format`,
    `Load key "${KEY}": error in libcrypto`,
  ],
  'key-permissions': [
    '@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @',
    `Permissions 0644 for '${KEY}' are too open.`,
    `Load key "${KEY}": bad permissions`,
  ],
  'public-key-mismatch': [`identity_sign: private key ${KEY} contents do not match public`],
  'passphrase-needed': [`Enter passphrase for key '${KEY}': `],
  'passphrase-wrong': [`Bad passphrase, try again for ${KEY}: `],
  'config-permissions': ['Bad owner or permissions on /home/you/.ssh/config'],
  'config-broken': [
    '/home/you/.ssh/config: line 3: Bad configuration option: identitifile',
    '/home/you/.ssh/config: terminating, 1 bad configuration options',
  ],
  'config-sends-another-key': [],
  'proxy-user-missing': [],
  'proxy-suffix-missing': [],
  'key-not-accepted': [
    'root@203.0.113.7: Permission denied (publickey).',
    "root@203.0.113.7's password: ",
  ],
  'other-key-accepted': [],
  'wrong-user': [],
  'key-not-on-account': [],
  'key-pasted-wrongly': [],
  'pod-older-than-key': [],
  'password-only': ['ubuntu@198.51.100.20: Permission denied (password).'],
  'second-proof-needed': [],
  'rsa-sha1-only': ['send_pubkey_test: no mutual signature algorithm'],
  'agent-refused': [
    `sign_and_send_pubkey: signing failed for ED25519 "${KEY}" from agent: agent refused operation`,
  ],
  'too-many-authentication-failures': [
    `Received disconnect from ${PORT}:2: Too many authentication failures`,
  ],
  'auth-timeout': [],
  'no-session': ['PTY allocation request failed on channel 0'],
  'no-shell': ['This account is currently not available.'],
  'session-closed': ['Connection to 203.0.113.7 closed by remote host.'],
  'session-timeout': [],
  'container-not-found': ['container not found'],
  'proxy-terminal-only': ["Error: Your SSH client doesn't support PTY"],
  'sftp-missing': ['subsystem request failed on channel 0', 'scp: Connection closed'],
  'forwarding-refused': ['channel 3: open failed: administratively prohibited: open failed'],
  'connection-lost': ['client_loop: send disconnect: Broken pipe'],
  'client-disagrees': [],
  'client-cannot-start': [
    'bash: ssh: command not found',
    "'ssh' is not recognized as an internal or external command,",
  ],
  cancelled: [],
  unexpected: [],
}
