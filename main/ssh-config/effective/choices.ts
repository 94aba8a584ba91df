/** Keywords whose values are words of a list, and how `ssh -G` prints each (readconf.c, multistate). */

/** What `ssh -G` prints, by the word in lower case. */
export type Choices = { readonly [word: string]: string }

/** `ssh -G` prints yes and no for these, and for the others as their own list says. */
export const FLAG: Choices = { yes: 'yes', true: 'yes', no: 'no', false: 'no' }

const YES_NO: Choices = { yes: 'true', true: 'true', no: 'false', false: 'false' }

function themselves(words: string): Choices {
  return Object.fromEntries(words.split(' ').map((word) => [word.toLowerCase(), word]))
}

/** By keyword in lower case. */
export const CHOICES: { readonly [keyword: string]: Choices } = {
  verifyhostkeydns: { ...YES_NO, ...themselves('ask') },
  updatehostkeys: { ...YES_NO, ...themselves('ask') },
  stricthostkeychecking: { ...YES_NO, off: 'false', ...themselves('ask accept-new') },
  compression: themselves('yes no'),
  addressfamily: themselves('inet inet6 any'),
  controlmaster: { ...YES_NO, ...themselves('auto ask autoask') },
  tunnel: {
    ...YES_NO,
    yes: 'point-to-point',
    true: 'point-to-point',
    ...themselves('ethernet point-to-point'),
  },
  requesttty: { ...YES_NO, ...themselves('force auto') },
  sessiontype: themselves('none subsystem default'),
  canonicalizehostname: { ...YES_NO, ...themselves('always') },
  pubkeyauthentication: { ...YES_NO, ...themselves('unbound host-bound') },
  loglevel: {
    // The name of the level that ssh prints is the first of its list.
    silent: 'SILENT',
    quiet: 'SILENT',
    ...themselves('FATAL ERROR INFO VERBOSE DEBUG DEBUG2 DEBUG3'),
    debug1: 'DEBUG',
  },
  syslogfacility: themselves(
    'DAEMON USER AUTH AUTHPRIV LOCAL0 LOCAL1 LOCAL2 LOCAL3 LOCAL4 LOCAL5 LOCAL6 LOCAL7',
  ),
  fingerprinthash: themselves('MD5 SHA1 SHA256 SHA384 SHA512'),
  warnweakcrypto: { ...YES_NO, ...themselves('no-pq-kex') },
}
