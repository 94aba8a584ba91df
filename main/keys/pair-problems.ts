/** What can be wrong with a pair as a whole, in words for the person. */

import type { Problem } from '../contract/methods.ts'

const IGNORED = 'ssh ignores such a file. A private key beside it still works.'

const WORDINGS = {
  'pair-mismatch': {
    severity: 'error',
    title: 'The two halves do not belong together',
    detail:
      'The .pub file beside this private key is the public half of another key. ssh would offer that one and sign with this one, so every login fails. The right public half can be written from the private key.',
  },
  'pair-not-checked': {
    severity: 'info',
    title: 'The halves could not be compared',
    detail:
      'This private key is encrypted in an older format that hides its public half, so Keypilot believes the .pub file beside it, as ssh does.',
  },
  'no-public-file': {
    severity: 'info',
    title: 'There is no .pub file beside this key',
    detail:
      'ssh can use the private key without it. To put the key on RunPod, copy its public half here.',
  },
  'no-private-file': {
    severity: 'info',
    title: 'Only the public half is here',
    detail:
      'Nobody can log in with a public key alone. The private half may be on another computer, in a security key or in a password manager.',
  },
  'putty-converted': {
    severity: 'info',
    title: 'This is a PuTTY file; ssh has the key already',
    detail:
      'holds the same key in the form that ssh reads. This file can stay for PuTTY; nothing needs to be done.',
  },
  'only-in-agent': {
    severity: 'info',
    title: 'Only the ssh-agent has this key',
    detail:
      'The ssh-agent holds it and signs with it, but no file of it was found here. It may come from a password manager, a security key, a forwarded agent, or a file elsewhere.',
  },
  'public-file-unreadable': {
    severity: 'warning',
    title: 'The .pub file does not hold a public key',
    detail: `The file with the public half cannot be read as a key. ${IGNORED}`,
  },
  'public-file-empty': {
    severity: 'warning',
    title: 'The .pub file is empty',
    detail: `There is nothing in the file with the public half. ${IGNORED}`,
  },
  'public-file-bom': {
    severity: 'warning',
    title: 'An invisible mark stands before the public key',
    detail: `A text editor put a byte order mark (BOM) at the start of the .pub file. ${IGNORED}`,
  },
  'public-file-utf16': {
    severity: 'warning',
    title: 'The .pub file was saved as UTF-16',
    detail: `Every character takes two bytes in this file, as PowerShell’s “>” and Notepad’s “Unicode” write it. ${IGNORED}`,
  },
  'public-file-wrapped': {
    severity: 'warning',
    title: 'The public key was broken into several lines',
    detail: `A public key must stand on one line, but something put line breaks into the .pub file. ${IGNORED}`,
  },
  'public-file-rfc4716': {
    severity: 'warning',
    title: 'The .pub file is in SSH2 format',
    detail: `It holds the public key as PuTTYgen saves it, between “BEGIN SSH2 PUBLIC KEY” lines. ${IGNORED}`,
  },
  'public-file-certificate': {
    severity: 'warning',
    title: 'A certificate stands in the .pub file',
    detail:
      'ssh looks for certificates in a file that ends in “-cert.pub”, and for the public key in the .pub file.',
  },
  'private-in-public-file': {
    severity: 'error',
    title: 'A private key stands in a .pub file',
    detail:
      'Files that end in .pub get copied and shared, but this one holds a private key. It belongs in a file without .pub that only you can read. If it was ever pasted or sent anywhere, make a new key and remove this one everywhere.',
  },
  'dangling-link': {
    severity: 'error',
    title: 'The link to this key leads nowhere',
    detail:
      'This is a symbolic link to a file that does not exist, perhaps on a drive that is not connected.',
  },
  'dsa-removed': {
    severity: 'error',
    title: 'DSA keys no longer work',
    detail: 'OpenSSH has removed this type of key, and new servers refuse it. Make an Ed25519 key.',
  },
  'rsa-weak': {
    severity: 'error',
    title: 'This RSA key is too short to be safe',
    detail:
      'RSA keys of less than 2048 bits are refused by many servers and can be broken. Make an Ed25519 key.',
  },
  'rsa-small': {
    severity: 'info',
    title: 'This RSA key is shorter than ssh makes them today',
    detail:
      'It works. New RSA keys have at least 3072 bits; for a new key, Ed25519 is shorter and safer.',
  },
  'name-with-spaces': {
    severity: 'info',
    title: 'The file name has spaces',
    detail:
      'Keypilot puts it in quotation marks, but commands and settings written by hand break at the space. A name without spaces is easier.',
  },
  'name-unsafe': {
    severity: 'info',
    title: 'The file name has characters that break commands',
    detail:
      'Shells or ssh give quotation marks, brackets, “$”, “%”, “&” and their like a meaning of their own. A name of letters, digits, “-” and “_” is easier.',
  },
  'name-not-text': {
    severity: 'error',
    title: 'The name of this key file is damaged',
    detail:
      'Its name holds bytes that are not text, so neither Keypilot nor most other programs can be told which file is meant. Rename it in a file manager or terminal.',
  },
  'certificate-unreadable': {
    severity: 'warning',
    title: 'The certificate beside this key cannot be read',
    detail: 'The file that ends in “-cert.pub” holds no certificate. ssh ignores it.',
  },
  'certificate-of-another-key': {
    severity: 'warning',
    title: 'The certificate belongs to another key',
    detail:
      'The file that ends in “-cert.pub” certifies a different key, so ssh cannot use it here.',
  },
  'certificate-expired': {
    severity: 'info',
    title: 'The certificate is no longer valid',
    detail:
      'Its time has run out, so servers refuse it. The key itself still works where its public half is known. Ask whoever signed the certificate for a new one.',
  },
  'certificate-not-yet-valid': {
    severity: 'info',
    title: 'The certificate is not valid yet',
    detail: 'Its time begins later, or the clock of this computer is wrong.',
  },
  'certificate-for-servers': {
    severity: 'warning',
    title: 'The certificate is one for servers',
    detail: 'It proves the identity of a server and cannot log anybody in.',
  },
} as const satisfies { readonly [code: string]: Omit<Problem, 'code'> }

export type PairProblemCode = keyof typeof WORDINGS

export function pairProblem(code: PairProblemCode): Problem {
  return { code, ...WORDINGS[code] }
}
