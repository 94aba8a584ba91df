/** Wording for what was put right: the key is whole, the text around it was not. */

import type { Wording } from './wording.ts'

export const REPAIRS = {
  'missing-type': {
    effect: 'repair',
    severity: 'warning',
    title: 'The first word of the line was missing',
    detail:
      'A key line starts with its type. The key itself says that it is {type}, so the word was added.',
  },
  'type-mismatch': {
    effect: 'repair',
    severity: 'warning',
    title: 'The first word did not match the key',
    detail:
      'The line started with {word}, but the key itself says that it is {type}. The word was corrected.',
  },
  'several-on-one-line': {
    effect: 'repair',
    severity: 'warning',
    title: 'Several keys were on one line',
    detail: 'On one line only the first key would work. Each key now has a line of its own.',
  },
  'literal-newline': {
    effect: 'repair',
    severity: 'warning',
    title: 'A line break was written as \\n',
    detail: 'Programs write a line break as the two characters \\n. It is a real line break now.',
  },
  'wrapped-line': {
    effect: 'repair',
    severity: 'warning',
    title: 'The key was broken into pieces',
    detail:
      'A key has to stand on one line. It was broken by line breaks or spaces, as a narrow window does with long lines. The pieces were joined.',
  },
  rfc4716: {
    effect: 'repair',
    severity: 'warning',
    title: 'This was the PuTTY form of a public key',
    detail:
      'PuTTY saves public keys over several lines (BEGIN SSH2 PUBLIC KEY). RunPod needs one line, so it was converted. It is the same key.',
  },
  'ppk-public': {
    effect: 'repair',
    severity: 'warning',
    title: 'This was the public part of a PuTTY file',
    detail: 'RunPod needs one line, so the key was converted. It is the same key.',
  },
  'pem-public': {
    effect: 'repair',
    severity: 'warning',
    title: 'This was the PEM form of a public key',
    detail:
      'Some programs save public keys like this (BEGIN PUBLIC KEY). RunPod needs one line, so it was converted. It is the same key.',
  },
  'url-safe-base64': {
    effect: 'repair',
    severity: 'warning',
    title: 'The key used the spelling of web addresses',
    detail: 'It was written with - and _ where SSH writes + and /. This was corrected.',
  },
  'base64-ending': {
    effect: 'repair',
    severity: 'warning',
    title: 'The last characters of the key were not right',
    detail: 'The key itself is whole. Only its ending, often one or two = signs, was put right.',
  },
  'byte-order-mark': {
    effect: 'repair',
    severity: 'warning',
    title: 'There was a hidden mark at the start',
    detail:
      'Some editors put an invisible character (a byte order mark) at the start of a text. It would spoil the key, so it was removed.',
  },
  'hidden-characters': {
    effect: 'repair',
    severity: 'warning',
    title: 'There were invisible characters in the line',
    detail:
      'Web pages and chat programs sometimes add characters that you cannot see. They were removed.',
  },
  'carriage-return': {
    effect: 'repair',
    severity: 'warning',
    title: 'The line had a Windows line ending',
    detail:
      'Windows ends lines with an extra character (a carriage return), which RunPod does not take. It was removed.',
  },
  'web-codes': {
    effect: 'repair',
    severity: 'warning',
    title: 'There were web page codes in the line',
    detail:
      'Web pages write some characters as codes, such as &quot; or <br>. Each was replaced by the character it stands for, or removed.',
  },
  'odd-spaces': {
    effect: 'repair',
    severity: 'warning',
    title: 'There was a special space in the line',
    detail: 'Web pages use spaces that look normal but are not. They were replaced by normal ones.',
  },
  'odd-dashes': {
    effect: 'repair',
    severity: 'warning',
    title: 'There was a long dash in the first word',
    detail: 'Text programs turn - into a longer dash. It was changed back.',
  },
  'smart-quotes': {
    effect: 'repair',
    severity: 'warning',
    title: 'There were curly quotes around the key',
    detail: 'Quotes do not belong to the key. They were removed.',
  },
  'surrounding-quotes': {
    effect: 'repair',
    severity: 'warning',
    title: 'There were quotes around the key',
    detail: 'Quotes do not belong to the key. They were removed.',
  },
  'extra-spaces': {
    effect: 'repair',
    severity: 'warning',
    title: 'There were too many spaces',
    detail:
      'RunPod wants no space before the key and exactly one space after its first word. The others were removed.',
  },
  'tab-between-fields': {
    effect: 'repair',
    severity: 'warning',
    title: 'There was a tab instead of a space',
    detail: 'RunPod wants exactly one space after the first word of the key. The tab was replaced.',
  },
  'missing-space': {
    effect: 'repair',
    severity: 'warning',
    title: 'A space was missing',
    detail: 'The parts of a key line have to be one space apart. The space was added.',
  },
  options: {
    effect: 'repair',
    severity: 'warning',
    title: 'There were options in front of the key',
    detail:
      'An authorized_keys file may have options like from= or command= in front of a key. RunPod refuses them, so they were removed. Without them, nothing limits what the key may be used for.',
  },
  assignment: {
    effect: 'repair',
    severity: 'warning',
    title: 'There was a setting name in front of the key',
    detail:
      'A name like PUBLIC_KEY= belongs in a settings file or a command. Only the key was kept.',
  },
  'shell-wrapper': {
    effect: 'repair',
    severity: 'warning',
    title: 'There was a command around the key',
    detail:
      'The command is for a terminal. Here RunPod needs only the key, so only the key was kept.',
  },
  'shell-prompt': {
    effect: 'repair',
    severity: 'warning',
    title: 'There was a terminal prompt in front of the key',
    detail:
      'The signs that a terminal shows in front of a line do not belong to the key. They were removed.',
  },
  json: {
    effect: 'repair',
    severity: 'warning',
    title: 'There were brackets or commas around the key',
    detail: 'They belong to a list or a settings file, not to the key. They were removed.',
  },
  'extra-text': {
    effect: 'repair',
    severity: 'warning',
    title: 'There was other text around the key',
    detail: 'Only the key was kept.',
  },
} as const satisfies Readonly<Record<string, Wording>>
