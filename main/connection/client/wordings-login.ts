/**
 * The login and what follows it. Texts of OpenSSH (sshconnect2.c, clientloop.c, mux.c, scp.c,
 * sftp-client.c), of RunPod's proxy, and of accounts without a shell.
 */

import { type Wording, wordings } from './causes.ts'

export const LOGIN_WORDINGS: readonly Wording[] = [
  ...wordings('auth', 'too-many-authentication-failures', [
    /^Received disconnect from .*: Too many authentication failures/,
    /^Disconnecting(?: .*)?: Too many authentication failures/,
  ]),
  ...wordings('auth', 'password-only', [
    /^(?:\S+: )?Permission denied \((?![^)]*publickey)[^)]*\)\.?$/,
  ]),
  ...wordings('auth', 'key-not-accepted', [
    /^(?:\S+: )?Permission denied \([^)]*\)\.?$/,
    /^Permission denied, please try again\.$/,
    /^(?:\(\S+\) )?\S+'s password: ?/,
    /^\(\S+@\S+\) Password: ?/,
    /^debug1: No more authentication methods to try/,
  ]),
]

/** Only after a login. */
export const SESSION_WORDINGS: readonly Wording[] = [
  ...wordings('session', 'container-not-found', [/^\s*(?:error:?\s*)?container not found\.?\s*$/i]),
  ...wordings('session', 'proxy-terminal-only', [/SSH client doesn.t support PTY/i]),
  ...wordings('session', 'no-shell', [
    /^This account is currently not available\.?$/,
    /^This service allows sftp connections only\.?$/,
    /does not provide shell access/,
  ]),
  ...wordings('sftp', 'sftp-missing', [
    /^subsystem request failed on channel \d+/,
    /Received message too long \d+/,
    /Ensure the remote shell produces no output for non-interactive sessions/,
    /^scp: Connection closed$/,
    /^(?:\S*scp: )?.*\bprotocol error: /,
    /\bscp: (?:command )?not found$/,
    /\bsftp-server: (?:not found|No such file)/,
    /^lost connection$/,
    /^Connection closed\.?\s*$/,
    /^Couldn't read packet: /,
  ]),
  ...wordings('session', 'forwarding-refused', [
    /^stdio forwarding failed$/,
    /^channel [1-9]\d*: open failed: /,
    /^Warning: remote port forwarding failed/,
    /^Error: remote port forwarding failed/,
  ]),
  ...wordings('session', 'no-session', [
    /^PTY allocation request failed on channel \d+/,
    /^(?:exec|shell) request failed on channel \d+/,
    /^channel 0: open failed: /,
  ]),
  ...wordings('session', 'session-closed', [/^Connection to \S+ closed by remote host\.?$/]),
  ...wordings('session', 'connection-lost', [
    /^client_loop: (?:send disconnect|ssh_packet_write_poll): /,
    /^(?:packet_write_wait|packet_write_poll|packet_read): /,
    /^(?:Write|Read) failed: Broken pipe/,
    /^Read from remote host .*: /,
    /^Timeout, server .* not responding\.?$/,
  ]),
]
