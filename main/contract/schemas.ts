/**
 * Run-time checks of every method's parameters. Types are no security boundary: a compromised page
 * can send anything. Unknown fields are refused, and every text has an upper bound.
 */

import { z } from 'zod'
import type { CauseCode, MethodName, Params } from './methods.ts'

/** Bytes of a pasted text that are looked at; RunPod stores at most 65,000 characters of keys. */
export const MAX_PASTE_LENGTH = 262_144
const MAX_PATH_LENGTH = 4_096

const path = z.string().min(1).max(MAX_PATH_LENGTH).refine(withoutNul, 'contains a NUL character')
const port = z.int().min(1).max(65_535)
const host = z.string().min(1).max(255)
const keyId = z
  .string()
  .min(1)
  .max(MAX_PATH_LENGTH + 5)
const passphrase = z.string().min(1).max(1_024)
const shell = z.enum(['posix', 'powershell', 'cmd', 'wsl'])
const time = z.iso.datetime()
const none = z.strictObject({})

const target = z.strictObject({
  user: z.string().min(1).max(255),
  host,
  port,
  kind: z.enum(['runpod-proxy', 'runpod-direct', 'generic']),
})

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
  'key-not-accepted': true,
  'too-many-authentication-failures': true,
  'auth-timeout': true,
  'no-session': true,
  'session-timeout': true,
  'container-not-found': true,
  'connection-lost': true,
  unexpected: true,
}
const cause = z.enum(Object.keys(CAUSES) as CauseCode[])

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
      address: z.string().max(512),
      keyId: keyId.nullable(),
    })
    .nullable()
    .exactOptional(),
})

const generateKey = z.strictObject({
  name: z.string().min(1).max(255),
  type: z.enum(['ed25519', 'ecdsa', 'rsa']).exactOptional(),
  bits: z.int().min(1).max(65_536).exactOptional(),
  comment: z.string().max(1_024),
  passphrase: passphrase.exactOptional(),
})

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
  alias: z.string().min(1).max(255).exactOptional(),
})

const testConnection = z
  .strictObject({
    target: target.exactOptional(),
    command: z.string().min(1).max(8_192).exactOptional(),
    keyId: keyId.exactOptional(),
    identityFile: path.exactOptional(),
    passphrase: passphrase.exactOptional(),
    hostKeyPolicy: z.enum(['strict', 'ask', 'accept-new']),
    until: z.literal('banner').exactOptional(),
  })
  .refine(
    (params) => (params.target === undefined) !== (params.command === undefined),
    'needs either "target" or "command", and not both',
  )

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
    ]),
  }),
  'system.reveal': z.strictObject({ what: z.enum(['log', 'ssh-folder', 'backups']) }),
  'settings.read': none,
  'settings.save': z.strictObject({
    theme: z.enum(['system', 'light', 'dark']).exactOptional(),
    shell: shell.nullable().exactOptional(),
    setup: setup.exactOptional(),
  }),
  'keys.list': none,
  'keys.suggest': none,
  'keys.generate': generateKey,
  'keys.export': z.strictObject({
    id: keyId,
    format: z.enum(['openssh-public', 'rfc4716', 'pem-public']),
  }),
  'publicKeys.check': z.strictObject({
    text: z.string().max(MAX_PASTE_LENGTH),
    expectedKeyId: keyId.exactOptional(),
  }),
  'sshCommand.parse': z.strictObject({ text: z.string().max(MAX_PASTE_LENGTH) }),
  'sshCommand.render': renderCommand,
  'connection.test': testConnection,
  'knownHosts.lookup': z.strictObject({ host, port }),
  'knownHosts.accept': z.strictObject({ host, port, key: z.string().min(1).max(16_384) }),
  'knownHosts.forget': z.strictObject({ host, port }),
  'runpod.startCommand': z.strictObject({ existing: z.string().max(32_768).exactOptional() }),
  'terminal.open': z.strictObject({ target, keyId: keyId.exactOptional() }),
  'confirm.answer': z.strictObject({ id: z.string().min(1).max(64), accept: z.boolean() }),
}

function withoutNul(text: string): boolean {
  return !text.includes('\0')
}
