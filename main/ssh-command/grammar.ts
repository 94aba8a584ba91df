/** Which options of ssh, scp, sftp and rsync take a value, and what an ssh option is called in ssh_config. */

export type Program = 'ssh' | 'scp' | 'sftp' | 'rsync'

export interface Grammar {
  /** Letters of options that take a value, from the synopsis of the man page. */
  readonly withValue: string
  /** Long options that take a value as the next word. */
  readonly longWithValue: readonly string[]
  /** The letter that sets the port. */
  readonly portLetter: string
}

/** Sources: ssh(1), scp(1), sftp(1) of OpenSSH 9.2 and 10.5, rsync(1) 3.2.7. `-P tag` of ssh is 9.4's. */
export const GRAMMARS: Readonly<Record<Program, Grammar>> = {
  ssh: { withValue: 'BbcDEeFIiJLlmOoPpQRSWw', longWithValue: [], portLetter: 'p' },
  scp: { withValue: 'cDFiJloPSX', longWithValue: [], portLetter: 'P' },
  sftp: { withValue: 'BbcDFiJloPRSsX', longWithValue: [], portLetter: 'P' },
  rsync: {
    withValue: 'eBfMT@',
    longWithValue: ['rsh', 'rsync-path', 'exclude', 'include', 'filter', 'files-from', 'port'],
    portLetter: '',
  },
}

/** Letters without a value, from the synopsis of each man page; rsync has most of the alphabet. */
export const PLAIN_LETTERS: Readonly<Record<Program, RegExp>> = {
  ssh: /[46AaCfGgKkMNnqsTtVvXxYy]/,
  scp: /[346ABCOpqRrsTv]/,
  sftp: /[46AaCfNpqrv]/,
  rsync: /[\w@]/,
}

/** ssh_config names of the letters that have one; those of other tools mean something else there. */
export const SSH_OPTION_NAMES: Readonly<Record<string, string>> = {
  B: 'BindInterface',
  b: 'BindAddress',
  c: 'Ciphers',
  e: 'EscapeChar',
  J: 'ProxyJump',
  m: 'MACs',
  O: 'ControlCommand',
  P: 'Tag',
  Q: 'Query',
  S: 'ControlPath',
  W: 'StdioForward',
  w: 'TunnelDevice',
}

/** Letters whose value is a program or a file that ssh would run, load or overwrite. */
export const DANGEROUS_LETTERS: Readonly<Record<Program, string>> = {
  ssh: 'EFI',
  scp: 'DFS',
  sftp: 'DFSb',
  rsync: '',
}

/** The same by their ssh_config names, in lower case. */
export const DANGEROUS_OPTIONS: ReadonlySet<string> = new Set([
  'include',
  'knownhostscommand',
  'localcommand',
  'match',
  'permitlocalcommand',
  'pkcs11provider',
  'proxycommand',
  'securitykeyprovider',
  'xauthlocation',
])

export function isProgram(name: string): name is Program {
  return name in GRAMMARS
}
