/** Situations after the login: what it is good for. */

import {
  startDropbear,
  startRunPodProxy,
  startScriptedSsh,
  startSshd,
  startTinysshd,
} from '../../../support/servers/index.ts'
import { type AtOptions, at, type Scenario } from './scenario.ts'

const sshd = (
  name: string,
  cause: Scenario['cause'],
  evidence: RegExp,
  config: readonly string[],
  more: AtOptions & { readonly keyOptions?: string } = {},
): Scenario => ({
  name,
  cause,
  evidence,
  arrange: async (_bench, key) => {
    const line = `${more.keyOptions ?? ''} ${key.publicLine}`.trim()
    return at(await startSshd({ authorizedKeys: [line], config }), more)
  },
})

const proxy = (
  name: string,
  cause: Scenario['cause'],
  evidence: RegExp,
  terminal: 'prompt' | 'container-not-found' | 'silent',
  more: AtOptions = {},
): Scenario => ({
  name,
  cause,
  evidence,
  arrange: async (_bench, key) => {
    const server = await startRunPodProxy({ authorizedKeys: [key.publicLine], terminal })
    const options = terminal === 'silent' ? { limits: { terminal: 600 } } : {}
    return at(server, { kind: 'runpod-proxy', options, ...more })
  },
})

const NO_SFTP = ['Subsystem sftp /nonexistent/sftp-server']
const NO_FORWARDING = ['AllowTcpForwarding no']

export const SESSION: readonly Scenario[] = [
  sshd('everything in order', null, /accepted the key/, []),
  sshd('a shell that prints a greeting', null, /answer came back/, [
    'ForceCommand echo Hello; eval "$SSH_ORIGINAL_COMMAND"',
  ]),
  sshd('a command of the server’s own', null, /backups only/, ['ForceCommand echo backups only']),
  sshd('no terminal', null, /gives no terminal/, ['PermitTTY no']),
  sshd('no sftp, wanted for a terminal', null, /accepted the key/, NO_SFTP),
  sshd('no sftp, wanted for files', 'sftp-missing', /sftp-server/, NO_SFTP, {
    params: { purpose: 'files' },
  }),
  sshd('no forwarding, wanted for a terminal', null, /accepted the key/, NO_FORWARDING),
  sshd('no forwarding, wanted for an editor', 'forwarding-refused', /VS Code/, NO_FORWARDING, {
    params: { purpose: 'editor' },
  }),
  sshd('a restricted key, wanted for a tunnel', 'forwarding-refused', /restrict/, [], {
    keyOptions: 'restrict',
    params: { purpose: 'tunnel' },
  }),
  sshd('everything in order, wanted for an editor', null, /accepted the key/, [], {
    params: { purpose: 'editor' },
  }),
  sshd(
    'a command of the server’s own, wanted for an editor',
    'no-session',
    /starts its helper by a command/,
    ['ForceCommand echo backups only'],
    { params: { purpose: 'editor' } },
  ),
  sshd('no session allowed', 'no-session', /opens no terminal/, ['MaxSessions 0']),
  sshd('a shell that ends in failure', 'no-shell', /nologin or false/, ['ForceCommand false']),
  sshd('a session that ends at once', 'session-closed', /closed the session at once/, [
    'ForceCommand true',
  ]),
  sshd('a session process that dies', 'session-closed', /closed the connection/, [
    'ForceCommand kill -9 $PPID',
  ]),
  sshd('a session that hangs', 'session-timeout', /no answer within/, ['ForceCommand sleep 30'], {
    options: { limits: { session: 1_500 } },
  }),
  {
    name: 'an account whose shell is nologin',
    cause: 'no-shell',
    evidence: /This account is currently not available/,
    arrange: async (_bench, key) =>
      at(await startSshd({ authorizedKeys: [key.publicLine], shell: '/usr/sbin/nologin' })),
  },
  {
    name: 'a server that hangs up when a session is wanted',
    cause: 'session-closed',
    evidence: /closed the connection/,
    arrange: async () => at(await startScriptedSsh('drops-at-session')),
  },
  {
    name: 'a shell and nothing else',
    cause: null,
    evidence: /runs no single commands/,
    arrange: async () => at(await startScriptedSsh('shell-only')),
  },
  {
    name: 'a server that wants no key',
    cause: null,
    evidence: /nothing was learned about the key/,
    arrange: async () => at(await startScriptedSsh('needs-no-key')),
  },
  {
    name: 'Dropbear',
    cause: null,
    evidence: /accepted the key/,
    arrange: async (_bench, key) => at(await startDropbear({ authorizedKeys: [key.publicLine] })),
  },
  {
    name: 'Dropbear without the key',
    cause: 'key-not-accepted',
    evidence: /refused the key/,
    arrange: async () => at(await startDropbear({ authorizedKeys: [] })),
  },
  {
    name: 'Dropbear with forwarding switched off, wanted for an editor',
    cause: 'forwarding-refused',
    evidence: /does not allow port forwarding/,
    arrange: async (_bench, key) =>
      at(await startDropbear({ authorizedKeys: [key.publicLine], args: ['-j'] }), {
        params: { purpose: 'editor' },
      }),
  },
  {
    name: 'TinySSH',
    cause: null,
    evidence: /accepted the key/,
    arrange: async (_bench, key) => at(await startTinysshd({ authorizedKeys: [key.publicLine] })),
  },
  {
    name: 'TinySSH without the key',
    cause: 'key-not-accepted',
    evidence: /refused the key/,
    arrange: async () => at(await startTinysshd({ authorizedKeys: [] })),
  },
  {
    name: 'TinySSH, wanted for files, which could not be tried',
    cause: null,
    evidence: /accepted the key/,
    arrange: async (_bench, key) =>
      at(await startTinysshd({ authorizedKeys: [key.publicLine] }), {
        params: { purpose: 'files' },
      }),
  },
  proxy('RunPod’s proxy and a pod that runs', null, /proxy accepted your key/, 'prompt'),
  proxy('RunPod’s proxy and a quiet terminal', null, /stayed empty/, 'silent'),
  proxy(
    'RunPod’s proxy and a pod that moved',
    'container-not-found',
    /container not found/,
    'container-not-found',
  ),
  proxy('RunPod’s proxy for files', 'proxy-terminal-only', /copying files/, 'prompt', {
    params: { purpose: 'files' },
  }),
  proxy('RunPod’s proxy for an editor', 'proxy-terminal-only', /VS Code/, 'prompt', {
    params: { purpose: 'editor' },
  }),
  proxy('RunPod’s proxy for a tunnel', 'proxy-terminal-only', /forwarding a port/, 'prompt', {
    params: { purpose: 'tunnel' },
  }),
]
