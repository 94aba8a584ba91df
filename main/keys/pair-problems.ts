/** What can be wrong with a pair as a whole, in words for the person. */

import type { Problem } from '../contract/methods.ts'

const WORDINGS = {
  'pair-mismatch': {
    severity: 'error',
    title: 'The two halves do not belong together',
    detail:
      'The .pub file beside this private key is the public half of another key. ssh would offer the one and sign with the other, so every login fails. Find the right .pub file, or move the wrong one away.',
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
  'public-file-unreadable': {
    severity: 'warning',
    title: 'The .pub file is no public key',
    detail:
      'The file with the public half cannot be read as a key. The private key may still work; take the public half from there.',
  },
  'private-in-public-file': {
    severity: 'error',
    title: 'A private key stands in a .pub file',
    detail:
      'Files that end in .pub get copied and shared, but this one holds a private key. Rename it without .pub. If it was ever pasted or sent anywhere, make a new key and remove this one everywhere.',
  },
  'dangling-link': {
    severity: 'error',
    title: 'The link to this key leads nowhere',
    detail:
      'This is a symbolic link to a file that does not exist, perhaps on a drive that is not connected.',
  },
  'dsa-removed': {
    severity: 'warning',
    title: 'DSA keys no longer work',
    detail: 'OpenSSH has removed this type of key, and new servers refuse it. Make an Ed25519 key.',
  },
  'rsa-weak': {
    severity: 'warning',
    title: 'This RSA key is short',
    detail:
      'RSA keys of less than 2048 bits are refused by many servers and are no longer safe. Make an Ed25519 key.',
  },
} as const satisfies { readonly [code: string]: Omit<Problem, 'code'> }

export function pairProblem(code: keyof typeof WORDINGS): Problem {
  return { code, ...WORDINGS[code] }
}
