/** Everything that can be wrong with a private-key file, in words for the person. */

import type { Fix, Problem } from '../contract/methods.ts'

interface Wording {
  readonly title: string
  readonly detail: string
  readonly fix?: Fix
}

const CHOOSE: Fix = { kind: 'ask', ask: 'choose-key', label: 'Choose another key' }
const MAKE: Fix = { kind: 'ask', ask: 'generate-key', label: 'Make a new key' }
const COPY_AGAIN =
  'Copy the original file again as a file (not through a chat, an e-mail or a text editor), or make a new key.'

const WORDINGS = {
  empty: {
    title: 'The key file is empty',
    detail: `There is nothing in this file. ${COPY_AGAIN}`,
    fix: MAKE,
  },
  directory: {
    title: 'This is a folder, not a key file',
    detail: 'Choose a file inside it, for example id_ed25519.',
    fix: CHOOSE,
  },
  'not-a-file': {
    title: 'This is not an ordinary file',
    detail: 'It is a pipe, socket or device, which cannot hold a key. Choose another one.',
    fix: CHOOSE,
  },
  'too-large': {
    title: 'This file is too large to be a key',
    detail: 'Key files take a few kilobytes; this one has more than 64. Choose another one.',
    fix: CHOOSE,
  },
  'unreadable-by-us': {
    title: 'The key file cannot be read',
    detail:
      'This account is not allowed to read the file, so ssh cannot either. Often it was made with sudo and belongs to root, the administrator: make your account its owner.',
  },
  'read-error': {
    title: 'Reading the key file failed',
    detail:
      'The system could not read it: the drive may be failing or not connected, or symbolic links lead in a circle.',
    fix: CHOOSE,
  },
  bom: {
    title: 'An invisible mark stands before the key',
    detail:
      'A text editor put a byte order mark (BOM) at the start of the file, and ssh refuses the key because of it. Save the file again as “UTF-8” (not “UTF-8 with BOM”), or copy the original again.',
  },
  utf16: {
    title: 'The key file was saved as UTF-16',
    detail:
      'Every character takes two bytes in this file, as PowerShell’s “>” and Notepad’s “Unicode” write it, and ssh cannot read that. Save it again as “UTF-8” or “ASCII”, or copy the original again.',
  },
  crlf: {
    title: 'The key file has Windows line endings',
    detail:
      'ssh refuses a key in this format whose lines end the Windows way (CR LF). An editor, or Git on Windows, changed them. Keypilot can put them right; so does saving the file with Unix line endings (LF).',
  },
  'no-final-newline': {
    title: 'The last line of the key file has no line end',
    detail:
      'ssh refuses the key because there is no line break after “-----END OPENSSH PRIVATE KEY-----”. Open the file in a text editor, press Enter at the very end, and save it.',
  },
  'leading-blank-line': {
    title: 'There is an empty line before the key',
    detail:
      'ssh refuses the key because the file does not start with “-----BEGIN”. Open it in a text editor, delete the empty lines at the top, and save it.',
  },
  'text-before-key': {
    title: 'There is text before the key',
    detail:
      'ssh refuses the key because the file does not start with “-----BEGIN”. Open it in a text editor, delete everything above that line, and save it.',
  },
  indented: {
    title: 'The lines of the key are indented',
    detail:
      'ssh refuses the key because of the spaces before its first or last line. Open the file in a text editor, delete the spaces at the start of every line, and save it.',
  },
  'trailing-spaces': {
    title: 'There are spaces after the lines of the key',
    detail:
      'ssh refuses the key because of the spaces after its first or last line. Open the file in a text editor, delete them, and save it.',
  },
  'one-line': {
    title: 'The line breaks of the key are gone',
    detail: `A key must stand on many lines, but this one was pasted as a single line. ${COPY_AGAIN}`,
  },
  truncated: {
    title: 'A part of the key is missing',
    detail: `The file ends too early or lost some characters, as happens when a selection misses the end. ${COPY_AGAIN}`,
    fix: MAKE,
  },
  'missing-markers': {
    title: 'The first or last line of the key is missing',
    detail:
      'A private key begins with a line of “-----BEGIN” and ends with one of “-----END”, and ssh refuses it without either. Copy the whole original, from the first dash to the last.',
  },
  'changed-dashes': {
    title: 'The dashes of the key were changed',
    detail: `A program turned the five dashes around BEGIN and END into other characters. ${COPY_AGAIN}`,
  },
  damaged: {
    title: 'The key is damaged',
    detail: `The file looks like a private key, but its content does not fit together. ${COPY_AGAIN}`,
    fix: MAKE,
  },
  'unknown-cipher': {
    title: 'The key is encrypted in a way ssh does not know',
    detail: 'The file names a kind of encryption that ssh does not have. Make a new key.',
    fix: MAKE,
  },
  'unsupported-curve': {
    title: 'ssh cannot use this kind of key',
    detail:
      'It is a key, but of a type or curve that ssh does not have. Make a new Ed25519 key for your pods.',
    fix: MAKE,
  },
  'rsa-too-short': {
    title: 'The RSA key is too short',
    detail: 'ssh refuses RSA keys of less than 1024 bits. Make a new Ed25519 key.',
    fix: MAKE,
  },
  'ed25519-pkcs8': {
    title: 'Your version of ssh cannot read this file',
    detail:
      'It is an Ed25519 key in the PKCS#8 format, which ssh reads only from OpenSSH 9.6 on. Update OpenSSH, or make a new key.',
    fix: MAKE,
  },
  'public-key': {
    title: 'This is a public key, not a private one',
    detail:
      'The file holds the public half, which goes to RunPod. ssh needs the private half: usually the file of the same name without “.pub”.',
    fix: CHOOSE,
  },
  rfc4716: {
    title: 'This is a public key in SSH2 format',
    detail:
      'The file holds a public key as PuTTYgen saves it. ssh needs the private half, in OpenSSH format: in PuTTYgen, load the .ppk file and choose “Conversions”, “Export OpenSSH key”.',
    fix: CHOOSE,
  },
  putty: {
    title: 'This is a PuTTY key',
    detail:
      'ssh cannot read PuTTY’s .ppk files. Keypilot can make a copy of this key in the format ssh reads, under a name of its own; the .ppk file stays as it is, and PuTTY goes on using it.',
    fix: MAKE,
  },
  'ssh1-key': {
    title: 'This is a key for SSH version 1',
    detail: 'Version 1 is long gone, and today’s ssh programs cannot use its keys. Make a new key.',
    fix: MAKE,
  },
  certificate: {
    title: 'This is a certificate, not a private key',
    detail: 'ssh needs the private-key file itself, for example id_ed25519.',
    fix: CHOOSE,
  },
  fingerprint: {
    title: 'This is a fingerprint, not a key',
    detail:
      'A fingerprint (SHA256:… or MD5:…) only names a key. ssh needs the private-key file itself.',
    fix: CHOOSE,
  },
  'html-page': {
    title: 'This is a web page, not a key',
    detail:
      'The file holds HTML: the page was saved in place of the file, perhaps a sign-in page. Download the key file again.',
    fix: CHOOSE,
  },
  'not-a-key': {
    title: 'This is not a key file',
    detail:
      'There is no private key in this file. It would start with “-----BEGIN OPENSSH PRIVATE KEY-----”. Choose another file, or make a new key.',
    fix: CHOOSE,
  },
} as const satisfies { readonly [code: string]: Wording }

export type KeyFileProblemCode = keyof typeof WORDINGS

export function keyFileProblem(code: KeyFileProblemCode): Problem {
  return { code, severity: 'error', ...WORDINGS[code] }
}
