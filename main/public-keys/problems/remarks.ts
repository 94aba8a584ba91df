/** Wording for what does not change a line: remarks on usable keys, and on the text as a whole. */

import { NEW_KEY, PUBLIC_LINE, type Wording } from './wording.ts'

export const REMARKS = {
  // The key can stand as it is.
  'rsa-short': {
    effect: 'note',
    severity: 'warning',
    title: 'This RSA key is short by today’s standards',
    detail:
      'It has {bits} bits. It may still work, but some servers refuse it. A new Ed25519 key is safer.',
    fix: NEW_KEY,
  },
  'unknown-type': {
    effect: 'note',
    severity: 'warning',
    title: 'Keypilot does not know this kind of key yet',
    detail:
      'The line is well-formed, and its type is {word}. Keypilot cannot say whether RunPod and your pod know it.',
  },
  'proxy-unconfirmed': {
    effect: 'note',
    severity: 'info',
    title: 'Not confirmed for RunPod’s proxy',
    detail:
      'RunPod takes this kind of key. It is not confirmed that RunPod’s proxy (ssh.runpod.io), the relay that works for every pod, accepts it. Ed25519 and RSA keys are known to work there.',
  },
  'no-comment': {
    effect: 'note',
    severity: 'info',
    title: 'This key has no comment',
    detail:
      'The comment is the text at the end of the line, and RunPod shows it as the key’s name. The key works without one, but is hard to tell from others. You can add a space and a comment, for example my-laptop.',
  },
  'example-comment': {
    effect: 'note',
    severity: 'info',
    title: 'The comment of this key is an example',
    detail:
      'The line ends in {comment}, which comes from instructions. The key works, and RunPod shows it under that name. You can put a comment of your own there.',
  },
  // The text as a whole.
  empty: {
    effect: 'note',
    severity: 'info',
    title: 'There is nothing here yet',
    detail:
      'Copy everything in the “SSH Public Keys” field of your RunPod settings and paste it here. If that field is empty, copy your public key into it first and save.',
  },
  'no-usable-key': {
    effect: 'reject',
    severity: 'error',
    title: 'No usable public key was found',
    detail: `${PUBLIC_LINE} Copy it from step 1 of the setup, or from your file that ends in .pub.`,
  },
  'too-long': {
    effect: 'reject',
    severity: 'error',
    title: 'This is more than RunPod can store',
    detail:
      'All keys together may have at most 65,000 characters. These have {length}. Remove the keys you no longer use.',
  },
  'expected-key-missing': {
    effect: 'note',
    severity: 'error',
    title: 'Your chosen key is not among them',
    detail:
      'You could not log in with the key you chose. Copy its public key, put it on a line of its own in RunPod, save, and check again.',
  },
  'dead-variable': {
    effect: 'note',
    severity: 'warning',
    title: 'RunPod does nothing with this variable name',
    detail:
      'RUNPOD_SSH_PUBLIC_KEY and SSH_PUBLIC_KEY come from older instructions. A pod gets its keys in PUBLIC_KEY, and the images of RunPod read no other variable.',
  },
  'extra-lines': {
    effect: 'repair',
    severity: 'warning',
    title: 'Some lines held no key',
    detail: 'They held only brackets, quotes or a setting name. They were left out.',
  },
} as const satisfies Readonly<Record<string, Wording>>
