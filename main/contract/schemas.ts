/**
 * Run-time checks of every method's parameters. Types are no security boundary: a compromised page
 * can send anything. Unknown fields are refused, and every text has an upper bound.
 */

import { z } from 'zod'
import type { CauseCode, MethodName, Params } from './methods.ts'
import { command, connectionId, connectionsSchemas, hasOnePlace } from './schemas/connections.ts'
import {
  alias,
  host,
  keyId,
  MAX_PASTE_LENGTH,
  none,
  passphrase,
  path,
  planId,
  port,
  shell,
  target,
  time,
} from './schemas/fields.ts'
import { keyRef, keySchemas } from './schemas/keys.ts'
import { passwordAccessSchemas } from './schemas/password-access.ts'
import { runpodSchemas } from './schemas/runpod.ts'
import { sshConfigSchemas } from './schemas/ssh-config.ts'

export { MAX_PASTE_LENGTH } from './schemas/fields.ts'

/** Every cause, so that a stored result can be checked; the compiler refuses a missing one. */
const CAUSES: Readonly<Record<CauseCode, true>> = {
  cancelled: true,
  'name-not-found': true,
  'connection-refused': true,
  'connection-timed-out': true,
  'host-unreachable': true,
  'not-ssh': true,
  'banner-timeout': true,
  'closed-before-handshake': true,
  'connection-reset': true,
  penalised: true,
  'no-common-kex': true,
  'no-common-host-key': true,
  'no-common-cipher': true,
  'no-common-algorithm': true,
  'handshake-timeout': true,
  'host-key-new': true,
  'host-key-changed': true,
  'host-key-revoked': true,
  'key-file-missing': true,
  'key-file-unreadable': true,
  'key-permissions': true,
  'public-key-mismatch': true,
  'no-key': true,
  'passphrase-needed': true,
  'passphrase-wrong': true,
  'config-permissions': true,
  'config-broken': true,
  'config-sends-another-key': true,
  'proxy-user-missing': true,
  'proxy-suffix-missing': true,
  'key-not-accepted': true,
  'other-key-accepted': true,
  'wrong-user': true,
  'key-not-on-account': true,
  'key-pasted-wrongly': true,
  'pod-older-than-key': true,
  'password-only': true,
  'second-proof-needed': true,
  'rsa-sha1-only': true,
  'agent-refused': true,
  'too-many-authentication-failures': true,
  'auth-timeout': true,
  'no-session': true,
  'no-shell': true,
  'session-closed': true,
  'session-timeout': true,
  'container-not-found': true,
  'proxy-terminal-only': true,
  'sftp-missing': true,
  'forwarding-refused': true,
  'connection-lost': true,
  'client-disagrees': true,
  'client-cannot-start': true,
  unexpected: true,
}
export const cause = z.enum(Object.keys(CAUSES) as CauseCode[])

const setup = z.strictObject({
  keyId: keyId.nullable().exactOptional(),
  command: z.string().max(8_192).exactOptional(),
  publicKeys: z
    .strictObject({ at: time, ok: z.boolean(), keyIds: z.array(keyId).max(1_000) })
    .nullable()
    .exactOptional(),
  reached: z
    .strictObject({ at: time, address: z.string().max(512), software: z.string().max(512) })
    .nullable()
    .exactOptional(),
  lastTest: z
    .strictObject({
      at: time,
      ok: z.boolean(),
      cause: cause.nullable(),
      title: z.string().max(1_024).exactOptional(),
      address: z.string().max(512),
      keyId: keyId.nullable(),
    })
    .nullable()
    .exactOptional(),
})

const word = z
  .string()
  .max(4_096)
  .refine((text) => !text.includes('\0'), 'contains a NUL character')
const terminal = z.strictObject({ program: path, args: z.array(word).max(64) })

const openTerminal = z
  .strictObject({
    target: target.exactOptional(),
    connectionId: connectionId.exactOptional(),
    alias: alias.exactOptional(),
    keyId: keyId.exactOptional(),
  })
  .refine(hasOnePlace, 'needs exactly one of "target", "connectionId" and "alias"')
  .refine(
    (params) => params.alias === undefined || params.keyId === undefined,
    'takes no "keyId" with "alias": the ssh config says which key',
  )

const openEditor = z
  .strictObject({
    connectionId: connectionId.exactOptional(),
    alias: alias.exactOptional(),
    editor: z.enum(['vscode', 'vscode-insiders', 'cursor', 'windsurf']),
    folder: path.exactOptional(),
  })
  .refine(hasOnePlace, 'needs exactly one of "connectionId" and "alias"')

const renderCommand = z.strictObject({
  target,
  keyId: keyId.exactOptional(),
  identityFile: path.exactOptional(),
  shell,
  purpose: z.enum([
    'ssh',
    'scp-upload',
    'scp-download',
    'sftp',
    'rsync',
    'tunnel',
    'vscode',
    'ssh-config',
  ]),
  localPath: path.exactOptional(),
  remotePath: path.exactOptional(),
  tunnelPort: port.exactOptional(),
  localPort: port.exactOptional(),
  alias: alias.exactOptional(),
})

const testConnection = z
  .strictObject({
    target: target.exactOptional(),
    command: command.exactOptional(),
    connectionId: connectionId.exactOptional(),
    keyId: keyId.exactOptional(),
    identityFile: path.exactOptional(),
    passphrase: passphrase.exactOptional(),
    hostKeyPolicy: z.enum(['strict', 'ask', 'accept-new']),
    until: z.literal('banner').exactOptional(),
    purpose: z.enum(['terminal', 'files', 'editor', 'tunnel']).exactOptional(),
    useAgent: z.boolean().exactOptional(),
    withClient: z.boolean().exactOptional(),
    clientUses: z
      .strictObject({ config: z.boolean().exactOptional(), agent: z.boolean().exactOptional() })
      .exactOptional(),
    askAboutOthers: z.boolean().exactOptional(),
  })
  .refine(hasOnePlace, 'needs exactly one of "target", "command" and "connectionId"')

export type Schemas = { readonly [M in MethodName]: z.ZodType<Params<M>> }

export const schemas: Schemas = {
  'system.info': none,
  'system.openLink': z.strictObject({
    link: z.enum([
      'runpod-settings',
      'runpod-pods',
      'runpod-serverless',
      'runpod-ssh-docs',
      'openssh-windows',
      'project',
      'releases',
    ]),
  }),
  'system.checkForUpdate': none,
  'system.reveal': z.strictObject({ what: z.enum(['log', 'ssh-folder', 'backups']) }),
  'settings.read': none,
  'settings.save': z.strictObject({
    theme: z.enum(['system', 'light', 'dark']).exactOptional(),
    shell: shell.nullable().exactOptional(),
    setup: setup.exactOptional(),
    terminal: terminal.nullable().exactOptional(),
    checkForUpdates: z.boolean().exactOptional(),
  }),
  ...keySchemas,
  'backups.list': none,
  'backups.restore': z.strictObject({ id: z.string().min(1).max(128) }),
  'backups.delete': z.strictObject({ id: z.string().min(1).max(128) }),
  'agent.list': none,
  'agent.add': z.strictObject({
    ...keyRef,
    passphrase: passphrase.exactOptional(),
    /** The agent protocol has 32 bits for it. */
    lifetimeSeconds: z.int().min(1).max(0xffff_ffff).exactOptional(),
  }),
  'agent.remove': z.strictObject({ id: keyId }),
  'permissions.audit': none,
  'permissions.report': none,
  'permissions.plan': z.strictObject({
    findings: z.array(z.string().min(1).max(128)).min(1).max(20_000),
  }),
  'permissions.repair': z.strictObject({ plan: planId }),
  'publicKeys.check': z.strictObject({
    text: z.string().max(MAX_PASTE_LENGTH),
    expectedKeyId: keyId.exactOptional(),
  }),
  'sshCommand.parse': z.strictObject({ text: z.string().max(MAX_PASTE_LENGTH) }),
  'sshCommand.render': renderCommand,
  'connection.test': testConnection,
  ...connectionsSchemas,
  ...sshConfigSchemas,
  'knownHosts.list': none,
  'knownHosts.lookup': z.strictObject({ host, port }),
  'knownHosts.accept': z.strictObject({ host, port, key: z.string().min(1).max(16_384) }),
  'knownHosts.forget': z.strictObject({ host, port }),
  ...runpodSchemas,
  ...passwordAccessSchemas,
  'help.read': none,
  'help.search': z.strictObject({ text: z.string().max(MAX_PASTE_LENGTH) }),
  'terminal.open': openTerminal,
  'terminal.list': none,
  'editor.open': openEditor,
  'confirm.answer': z.strictObject({ id: z.string().min(1).max(64), accept: z.boolean() }),
}
