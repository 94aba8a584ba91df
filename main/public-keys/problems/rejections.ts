/** Wording for what cannot be pasted: secrets, things that are no key, and keys that cannot be used. */

import { COPY_AGAIN, NEW_KEY, PUBLIC_LINE, type Wording } from './wording.ts'

export const REJECTIONS = {
  // Secrets: nothing of them is shown.
  'private-key': {
    effect: 'stop',
    severity: 'error',
    title: 'This is a private key, which must stay secret',
    detail:
      'Keypilot has not stored, shown or sent it. But it has been copied, so treat it as exposed: make a new key, and remove the old public key everywhere you use it. If you already saved this text on RunPod, delete it there now.',
    fix: NEW_KEY,
  },
  'api-key': {
    effect: 'stop',
    severity: 'error',
    title: 'This is an API key, which must stay secret',
    detail:
      'An API key is like a password to your account. Keypilot has not stored, shown or sent it. If you pasted it anywhere else, delete it where you made it (for RunPod: Settings, API Keys) and make a new one. Here RunPod needs your public key instead.',
    fix: { label: 'Open RunPod settings', kind: 'link', link: 'runpod-settings' },
  },
  'unknown-base64': {
    effect: 'reject',
    severity: 'error',
    title: 'This is not a public key',
    detail: `These are coded characters, but not a public key. It is not shown here, because it could be part of something secret. If it comes from a private key file, treat that key as exposed: make a new key and remove the old public key everywhere. ${PUBLIC_LINE}`,
  },
  // Something else stands where a key should be.
  fingerprint: {
    effect: 'reject',
    severity: 'error',
    title: 'This is a fingerprint, not the key',
    detail: `A fingerprint is a short name for a key. Nobody can log in with it. ${PUBLIC_LINE}`,
  },
  'keygen-output': {
    effect: 'reject',
    severity: 'error',
    title: 'These are messages from making a key, not the key',
    detail:
      'This text tells you that a key was made, and where. The key itself is in the file that ends in .pub: open that file and copy its one line.',
  },
  'file-path': {
    effect: 'reject',
    severity: 'error',
    title: 'This is the name of a file, not what is in it',
    detail:
      'RunPod cannot see files on your computer. Open the file that ends in .pub and copy the one line inside it. The file without .pub is the private key: leave that one where it is.',
  },
  link: {
    effect: 'reject',
    severity: 'error',
    title: 'This is a link, not a key',
    detail: `RunPod does not open links in this field. ${PUBLIC_LINE}`,
  },
  'ssh-command': {
    effect: 'reject',
    severity: 'error',
    title: 'This is a connection command, not a key',
    detail: `This command is for your terminal, once your key is on RunPod. ${PUBLIC_LINE}`,
  },
  'shell-command': {
    effect: 'reject',
    severity: 'error',
    title: 'This is a command, not a key',
    detail: `Commands are for a terminal, not for this field. ${PUBLIC_LINE}`,
  },
  'known-hosts-line': {
    effect: 'reject',
    severity: 'error',
    title: 'This is a server’s key, not yours',
    detail:
      'The line starts with the name of a server, as in the file known_hosts. It helps your computer recognise that server, but it does not let you in. Use the line from your own file that ends in .pub.',
  },
  'null-literal': {
    effect: 'reject',
    severity: 'error',
    title: 'This is an empty value, not a key',
    detail: `A program wrote “{text}” here because it had no key to write. Remove it. ${PUBLIC_LINE}`,
  },
  placeholder: {
    effect: 'reject',
    severity: 'error',
    title: 'This is an example, not a real key',
    detail:
      'It looks copied from instructions, where dots or made-up letters stand for the real key. Put your own public key in its place.',
  },
  'sample-key': {
    effect: 'reject',
    severity: 'error',
    title: 'This is the example key from the documentation',
    detail:
      'It is not a real key, so nobody can log in with it. Put your own public key in its place.',
  },
  'comment-line': {
    effect: 'reject',
    severity: 'info',
    title: 'A line that starts with # is not used',
    detail:
      'SSH skips lines that start with #, and RunPod may refuse them, so it is left out. If there is a key behind the #, remove the # to use it.',
  },
  'not-a-key': {
    effect: 'reject',
    severity: 'error',
    title: 'This text is not a key',
    detail: `It is left out. ${PUBLIC_LINE}`,
  },
  'pgp-key': {
    effect: 'reject',
    severity: 'error',
    title: 'This is a key for email, not for SSH',
    detail: `PGP keys sign and encrypt mail and files. SSH does not use them. ${PUBLIC_LINE}`,
  },
  'x509-certificate': {
    effect: 'reject',
    severity: 'error',
    title: 'This is a website certificate, not an SSH key',
    detail: `SSH does not use certificates of this kind. ${PUBLIC_LINE}`,
  },
  // Keys that cannot be used.
  'incomplete-key': {
    effect: 'reject',
    severity: 'error',
    title: 'Part of the key is missing',
    detail: `The line stops before the key is complete. ${COPY_AGAIN}`,
  },
  'altered-key': {
    effect: 'reject',
    severity: 'error',
    title: 'Some characters of the key have changed',
    detail: `It looks like a key, but no key like this can exist: at least one character is wrong, missing or too many. ${COPY_AGAIN}`,
  },
  'invalid-character': {
    effect: 'reject',
    severity: 'error',
    title: 'A character in the key does not belong there',
    detail: `Inside the long part of the key is {character}, which no key contains. ${COPY_AGAIN}`,
  },
  'dsa-key': {
    effect: 'reject',
    severity: 'error',
    title: 'This kind of key (DSA) no longer works',
    detail:
      'DSA keys are no longer safe, and SSH has removed them. Make a new key; Ed25519 is the best choice today.',
    fix: NEW_KEY,
  },
  'rsa-too-short': {
    effect: 'reject',
    severity: 'error',
    title: 'This RSA key is too short to be used',
    detail:
      'It has {bits} bits, and SSH refuses RSA keys below 1024 bits. Make a new key; Ed25519 is the best choice today.',
    fix: NEW_KEY,
  },
  certificate: {
    effect: 'reject',
    severity: 'error',
    title: 'This is an SSH certificate, not a plain public key',
    detail:
      'Its first word ends in -cert-v01@openssh.com. RunPod needs the plain key: use the file that ends in .pub but not in -cert.pub.',
  },
  'unsupported-key': {
    effect: 'reject',
    severity: 'error',
    title: 'SSH cannot use this kind of key',
    detail: 'Make a new key for SSH; Ed25519 is the best choice today.',
    fix: NEW_KEY,
  },
  'type-not-accepted': {
    effect: 'reject',
    severity: 'error',
    title: 'RunPod does not take this kind of key',
    detail:
      'RunPod takes keys whose first word starts with ssh-, ecdsa- or sk-. This one starts with {word}.',
    fix: NEW_KEY,
  },
  duplicate: {
    effect: 'reject',
    severity: 'warning',
    title: 'This key is here twice',
    detail: 'The same key is already in line {line}. Once is enough, so this one is left out.',
  },
} as const satisfies Readonly<Record<string, Wording>>
