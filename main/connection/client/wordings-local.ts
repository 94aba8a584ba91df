/**
 * What ssh says about the computer it runs on. Texts of OpenSSH 7 to 10 (ssh.c, readconf.c,
 * authfile.c, sshconnect2.c, sshkey.c, ssherr.c), of its Windows version (w32-sshfileperm.c), and of
 * the shells that start it.
 */

import { type Wording, wordings } from './causes.ts'

/** ssh did not get as far as a connection. They stand before all others. */
export const START_WORDINGS: readonly Wording[] = [
  ...wordings('local', 'client-cannot-start', [
    // Of scp the shell of the server can say the same.
    /^(?:-?\w*sh: )?(?:line \d+: )?(?:\d+: )?ssh: (?:command )?not found$/,
    /^zsh: command not found: (?:ssh|scp|sftp)$/,
    /^'(?:ssh|scp|sftp)' is not recognized as an internal or external command/,
    /The term '(?:ssh|scp|sftp)' is not recognized/,
    /error while loading shared libraries: /,
    /^dyld(?:\[\d+\])?: (?:Library|Symbol) not /,
    /^OpenSSL version mismatch\. Built against /,
    /^No user exists for uid \d+/,
    /^You don't exist, go away!/,
    /^(?:ssh: |scp: |sftp: )?(?:unknown|illegal|invalid) option -- /,
    /^option requires an argument -- /,
    /^usage: (?:ssh|scp|sftp) \[/,
    /^Bad port '/,
    /^Bad (?:stdio|local|remote|dynamic) forwarding specification/,
    /^Bad (?:escape character|number|tun device)/,
  ]),
  ...wordings('local', 'config-permissions', [
    /^Bad owner or permissions on /,
    /^Bad permissions\. Try removing permissions for user: .*[/\\]config\.?$/,
  ]),
  ...wordings('local', 'config-broken', [
    /:? line \d+: Bad configuration option: /,
    /:? line \d+: (?:Bad|bad) /,
    /:? line \d+: keyword \S+ extra arguments at end of line/,
    /:? line \d+: (?:extra arguments|garbage) at end of line/,
    /:? line \d+: (?:no argument after keyword|[Mm]issing |unsupported option )/,
    /:? line \d+: (?:[Ii]nvalid|empty|keyword) /,
    /: terminating, \d+ bad configuration options?$/,
    /^Can't open user config file /,
    /^Too many recursive configuration includes/,
    /^(?:percent_(?:dollar_)?expand|vdollar_percent_expand): /,
    /^env var \$\{[^}]*\} has no value/,
  ]),
]

/** Faults of key files and agents: hidden behind the refusal that follows them. */
export const KEY_WORDINGS: readonly Wording[] = [
  ...wordings('local', 'key-permissions', [
    /WARNING: UNPROTECTED PRIVATE KEY FILE!/,
    /^Permissions (?:0\d+ )?for '.*' are too open\.?$/,
    /^Load key ".*": (?:bad permissions|Permission denied)$/,
    /^bad permissions: ignore key: /,
    /^Bad permissions\. Try removing permissions for user: /,
    /^Warning: Identity file .* not accessible: Permission denied/,
  ]),
  ...wordings('local', 'passphrase-wrong', [
    /incorrect passphrase supplied to decrypt private key/,
    /^Bad passphrase, try again/,
  ]),
  ...wordings('local', 'key-file-missing', [
    /^Warning: Identity file .* not accessible: /,
    /^no such identity: .*: /,
    /^Load key ".*": No such file or directory$/,
  ]),
  ...wordings('local', 'key-file-unreadable', [
    /^Load key ".*": (?:invalid format|error in libcrypto|unsupported|unknown or unsupported)/,
    /^Load key ".*": /,
    /^key_load_private(?:_type)?: (?:invalid format|incorrect )/,
    /^.* is not a (?:public )?key file\.$/,
  ]),
  ...wordings('local', 'public-key-mismatch', [/private key .* contents do not match public/]),
  ...wordings('auth', 'agent-refused', [
    /^sign_and_send_pubkey: signing failed.*: /,
    /^Agent admitted failure to sign using the key/,
    /agent refused operation/,
    /communication with agent failed/,
    /^Error connecting to agent: /,
    /^Could not open a connection to your authentication agent/,
  ]),
  ...wordings('auth', 'rsa-sha1-only', [
    /^(?:debug1: )?(?:sign_and_send_pubkey|send_pubkey_test): no mutual signature /,
  ]),
  ...wordings('local', 'passphrase-needed', [/^Enter passphrase for (?:key )?'?[^']+'?: ?$/]),
]

/** What ssh-keygen refuses; no connection was tried. */
export const KEYGEN_WORDINGS: readonly Wording[] = wordings('local', 'unexpected', [
  /^Saving key ".*" failed: /,
  /^Invalid (?:RSA|DSA|ECDSA) key length: /,
  /^.* already exists\.$/,
  /^Overwrite \(y\/n\)\?/,
])
