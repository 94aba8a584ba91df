/** Why a file or text cannot be imported: one sentence each, and what to do instead. */

import { AppError } from '../../contract/errors.ts'
import type { ErrorCode } from '../../contract/methods.ts'

const UNREADABLE = {
  empty: 'There is nothing in it. Choose the key file itself, or copy the whole key.',
  truncated:
    'A part of the key is missing: it ends too early or lost some characters. Copy the whole original, from the first dash to the last.',
  damaged:
    'It looks like a private key, but its content does not fit together. Copy the original file again as a file, not through a chat, an e-mail or a text editor.',
  directory: 'This is a folder, not a key file. Choose a file inside it.',
  'not-a-file':
    'This is not an ordinary file but a pipe, socket or device, which cannot hold a key. Choose another one.',
  'too-large':
    'This file is too large to be a key: key files take a few kilobytes, and it has more than 64. Choose another one.',
  'read-error':
    'The system could not read the file: the drive may be failing or not connected, or symbolic links lead in a circle.',
  fingerprint:
    'This is a fingerprint, which only names a key. Choose the key file itself, or copy the whole key.',
  'html-page':
    'This is a web page, not a key: it was saved in place of the file, perhaps a sign-in page. Download the key file again.',
  'damaged-public-key':
    'It looks like a public key, but a part of it is missing or was changed. Copy the whole original again.',
  'not-a-key':
    'There is no key in it. A private key would start with “-----BEGIN” or “PuTTY-User-Key-File”, a public one with a word like “ssh-ed25519”.',
} as const

const UNSUPPORTED = {
  'several-private-keys':
    'There is more than one private key in it, and Keypilot imports one at a time. Put each into a file of its own.',
  'several-public-keys':
    'There is more than one public key in it, and Keypilot imports one at a time. Choose or paste a single one.',
  'security-key':
    'The private part of this key lives in a security key and cannot leave it; this file only points to it. Plug the security key in and run “ssh-keygen -K”, which writes the files for it here.',
  dsa: 'This is a DSA key. OpenSSH has removed that type, and servers refuse it. Make an Ed25519 key.',
  ed448: 'This is an Ed448 key, a type that OpenSSH does not have. Make an Ed25519 key.',
  'unsupported-curve':
    'It is a key, but of a type or curve that OpenSSH does not have. Make an Ed25519 key.',
  'rsa-too-short': 'This RSA key has less than 1024 bits, and ssh refuses it. Make an Ed25519 key.',
  'unknown-cipher':
    'It is encrypted in a way that neither ssh nor Keypilot knows. Remove its passphrase with the program that made it, and import it again.',
  certificate:
    'This is a certificate, not a key. Choose the key it belongs to: usually the file of the same name without “-cert.pub”.',
  'x509-certificate':
    'This is a certificate of the kind that web servers use, and there is no key in it that ssh could log in with. Choose the private-key file that belongs to it.',
  'ssh1-key':
    'This is a key for SSH version 1, which today’s ssh programs cannot use. Make an Ed25519 key.',
  ppk1: 'This PuTTY key has an old or unknown version of the format. Load it in PuTTYgen, save it again with “Save private key”, and import that file.',
  'ppk-certificate':
    'This PuTTY key carries a certificate. In PuTTYgen, load it, choose “Key”, “Remove certificate from key”, save it under a new name, and import that file.',
  'ppk-argon2':
    'The passphrase protection of this PuTTY key takes more memory or time than Keypilot allows (1 GiB, and about a minute). In PuTTYgen, load it, save it with the usual settings, and import that file.',
  'ssh.com-key':
    'This is a private key of the company ssh.com. In PuTTYgen, choose “Conversions”, “Import key”, save it, and import that file.',
  'pgp-key':
    'This is an OpenPGP key, which is for e-mail and signatures. Choose a key that was made for SSH.',
  pkcs12:
    'This is a PKCS#12 file (.p12 or .pfx), in which keys and certificates lie together. Take the key out with “openssl pkcs12 -in FILE -nocerts -out key.pem”, and import key.pem.',
  keystore:
    'This is a Java keystore. Turn it into a PKCS#12 file with keytool, take the key out of that with “openssl pkcs12 -nocerts”, and import the result.',
  der: 'This is a binary (DER) file. If it is a key, turn it into text with “openssl pkey -inform DER -in FILE -out key.pem”, and import key.pem.',
} as const

export type Refusal = keyof typeof UNREADABLE | keyof typeof UNSUPPORTED

/** The error for the person. Says nothing of what stands in the file. */
export function refusal(reason: Refusal): AppError {
  const unreadable = Object.hasOwn(UNREADABLE, reason)
  const code: ErrorCode = unreadable ? 'unreadable' : 'unsupported'
  return new AppError(code, { ...UNREADABLE, ...UNSUPPORTED }[reason])
}
