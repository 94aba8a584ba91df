/**
 * From the name to the host key. Texts of OpenSSH 5 to 10 (sshconnect.c, kex.c, packet.c) with the
 * system's words for what went wrong: glibc, musl, macOS, and Windows' own (win32compat/misc.c).
 */

import { type Wording, wordings } from './causes.ts'

const CONNECT = String.raw`^ssh: connect to (?:host|address) .* port \S+: `

function connecting(cause: Wording['cause'], reasons: string): readonly Wording[] {
  return wordings('tcp', cause, [new RegExp(`${CONNECT}(?:${reasons})`, 'i')])
}

export const NETWORK_WORDINGS: readonly Wording[] = [
  ...wordings('host-key', 'host-key-revoked', [
    /WARNING: REVOKED HOST KEY DETECTED!/,
    /host key for .* (?:is marked as|was) revoked/,
  ]),
  ...wordings('host-key', 'host-key-changed', [
    /WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!/,
    /WARNING: POSSIBLE DNS SPOOFING DETECTED!/,
    /^Offending (?:\S+ )?key (?:for IP )?in .*:\d+$/,
    /^(?:Host key|\S+ host key) for .* has changed and you have requested strict checking/,
  ]),
  // What follows the colon is in the language of the system.
  ...wordings('resolve', 'name-not-found', [
    /^(?:ssh: )?Could not resolve (?:hostname|host name) .*/i,
    /^hostname contains invalid characters/,
  ]),
  ...connecting('connection-refused', 'Connection refused'),
  ...connecting('connection-timed-out', '(?:Connection|Operation) timed out'),
  ...connecting(
    'host-unreachable',
    "No route to host|(?:Host|Network) (?:is )?(?:unreachable|down)|(?:Cannot|Can't) assign requested address|Address family not supported|Operation not permitted|Permission denied",
  ),
  ...connecting('connection-reset', 'Connection reset'),
  ...connecting('unexpected', '.'),
]

export const HANDSHAKE_WORDINGS: readonly Wording[] = [
  ...wordings('banner', 'penalised', [/^(?:debug1: )?.*\bNot allowed at this time/]),
  ...wordings('banner', 'banner-timeout', [
    /^Connection timed out during banner exchange/,
    /^(?:ssh|kex)_exchange_identification: read: (?:Connection|Operation) timed out/,
  ]),
  ...wordings('banner', 'not-ssh', [
    /^(?:ssh|kex)_exchange_identification: banner line contains invalid characters/,
    /^debug1: (?:ssh|kex)_exchange_identification: (?:banner line \d+: )?(?:HTTP\/\d|<html|<!doctype)/i,
    /No SSH version received in first \d+ lines from server/,
    /^Bad remote protocol version identification: /,
    /^banner exchange: Connection to .*: invalid format/,
    /^ssh_exchange_identification: (?:HTTP\/|<)/,
  ]),
  ...wordings('banner', 'no-common-algorithm', [/^Protocol major versions differ: /]),
  ...wordings('banner', 'connection-reset', [
    /^(?:ssh|kex)_exchange_identification: read: Connection reset/,
    /^(?:ssh|kex)_exchange_identification: (?:read|write): /,
  ]),
  ...wordings('banner', 'closed-before-handshake', [
    /^debug1: (?:ssh|kex)_exchange_identification: .*Exceeded MaxStartups/,
    /^(?:ssh|kex)_exchange_identification: (?:client sent invalid|Connection closed by remote host)/,
    /^banner exchange: Connection to .*: /,
  ]),
  ...wordings('kex', 'no-common-host-key', [
    /no matching host key type found/,
    /^no hostkey alg/,
    /^Bad server host key: Invalid key length/,
    /^ssh_dispatch_run_fatal: Connection to .*: Invalid key length/,
  ]),
  ...wordings('kex', 'no-common-kex', [
    /no matching key exchange method found/,
    /^(?:no kex alg|Unable to negotiate a key exchange method)/,
    /: DH GEX group out of range/,
  ]),
  ...wordings('kex', 'no-common-cipher', [
    /no matching (?:cipher|MAC|mac|compression method) found/,
  ]),
  ...wordings('host-key', 'host-key-new', [
    /^No \S+ host key is known for .* and you have requested strict checking/,
    /^The authenticity of host '.*' can't be established/,
    /^Host key verification failed\.?$/,
  ]),
]

/** Said whatever happened before; they count only when nothing else was said. */
export const CLOSING_WORDINGS: readonly Wording[] = [
  {
    pattern: /^Connection to .* timed out$/,
    cause: 'handshake-timeout',
    stage: 'kex',
    afterHostKey: 'auth-timeout',
  },
  {
    pattern: /^ssh_dispatch_run_fatal: Connection to .*: (?:Connection|Operation) timed out/,
    cause: 'handshake-timeout',
    stage: 'kex',
    afterHostKey: 'auth-timeout',
  },
  {
    pattern: /^(?:ssh_dispatch_run_fatal: Connection to .*: )?Connection reset(?: by |$)/,
    cause: 'connection-reset',
    stage: 'kex',
    afterHostKey: 'connection-lost',
  },
  {
    pattern: /^Connection closed by .* port \d+$/,
    cause: 'closed-before-handshake',
    stage: 'kex',
    afterHostKey: 'connection-lost',
  },
  {
    // OpenSSH before 7.4 names no port.
    pattern: /^Connection closed by \S+$/,
    cause: 'closed-before-handshake',
    stage: 'kex',
    afterHostKey: 'connection-lost',
  },
  ...wordings('kex', 'connection-lost', [
    /^ssh_dispatch_run_fatal: Connection to /,
    /^(?:Corrupted MAC on input|Bad packet length|padding error)/,
    /^Received disconnect from /,
    /^Disconnected from /,
    /^Disconnecting(?: .*)?: /,
  ]),
]
