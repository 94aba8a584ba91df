/** Names the lines that hold no key: what stands there instead of one. */

import { type Finding, lineEnd, type Note } from './finding.ts'
import type { ProblemCode } from './problems.ts'
import { KNOWN_TYPE_WORDS } from './wire.ts'

export interface Leftovers {
  readonly findings: readonly Finding[]
  /** Whether lines were passed over that held only brackets, quotes or a setting name. */
  readonly wrapping: boolean
}

/** A longer line is no path, command or fingerprint; it is not looked into. */
const MAX_LINE = 4_096

const NOTHING =
  /^(?:null|undefined|none|nil|nan|false|true|\(null\)|\(none\)|\[object Object\]|\[\]|\{\}|""|'')$/i
const FINGERPRINT =
  /\bSHA256:|\bMD5:(?:[0-9a-f]{2}:){3}|(?<![0-9a-f:])(?:[0-9a-f]{2}:){15}[0-9a-f]{2}(?![0-9a-f:])|^[0-9a-f]{32}$|\bIN SSHFP \d \d /i
const KEYGEN =
  /^(?:Generating public\/private|Enter (?:file|same|passphrase|a passphrase)|Your (?:identification|public key) has been|The key fingerprint is|The key's randomart|Created directory|\+-{2,}\[[^\]]{1,32}\]-{2,}\+|\|[^|]{17}\|)/
const SSH_COMMAND =
  /^(?:sudo )?(?:ssh|scp|sftp|rsync|mosh)(?:\.exe)?\s+\S|^[\w.-]{1,64}@(?:ssh\.runpod\.io|[\w.-]{1,255}(?=\s+-))(?:\s|$)/
const SHELL_COMMAND =
  /^(?:sudo |export )?(?:cat|Get-Content|gc|ssh-keygen|ssh-add|ssh-copy-id|ssh-agent|cd|ls|dir|mkdir|chmod|cp|mv|pbcopy|pbpaste|clip|xclip|nano|vim?|notepad|export|echo|printf|curl|wget|bash|runpodctl|runpod|type(?=\s+\S*[\\/.%~]))(?:\.exe)?(?:\s|$)/i
const PATH =
  /^(?:file:\/\/|~[\\/]|\.{0,2}\/|\.{1,2}\\|[A-Za-z]:[\\/]|\\\\|%\w{1,32}%|\$\{?(?:HOME|env:USERPROFILE)\b|[\w.-]{1,64}[\\/][\w.\\/-])|^id_[\w.-]{1,64}$|\.(?:pub|pem|ppk|key|txt)$/i
const PLACEHOLDER =
  /^<[^<>]{1,200}>$|^\[[^[\]]{3,100}\]$|\byour[ _-]?(?:own[ _-])?(?:ssh[ _-]?)?(?:public|pub|key)|\b(?:paste|insert|put|add|enter)\b.{0,40}\b(?:key|here)\b|\$\{?\w{0,32}key\w{0,32}\}?|\{\{.{0,100}\}\}|^(?:\.{3,}|…)$|\bx{6,}\b|AAAA[\w+/]{0,20}(?:\.{2,}|…)/i
const CODED = /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/]{40,}|[A-Za-z0-9_-]{40,})/
const ONLY_CODED = /^(?:[A-Za-z0-9+/]{24,}|[A-Za-z0-9_-]{24,})={0,2}$/
const WRAPPING =
  /^[\s[\]{}()<>,;:"'`“”‘’\\|&~*_=+-]*$|^(?:export\s+)?["']?[\w.-]{1,64}["']?\s{0,8}[:=]\s{0,8}[[{(|>"'`-]*$|^`{3}\w{0,16}$|^-{3,5} ?(?:BEGIN|END) [A-Z0-9 ]{0,16}PUBLIC KEY ?-{3,5}$|^EOF$/

const TYPE_WORD = new RegExp(
  `(?:^|[\\s"'\`=:,[])(?:${KNOWN_TYPE_WORDS.map((word) => word.replace(/[.]/g, '\\.')).join('|')})(?=$|[\\s"'\`,:;])[\\s"'\`,:;]{0,16}(\\S{0,200})`,
)
const BLOB_PLACEHOLDER =
  /^(?:\.{2,}|…|<|\[|\{|\$|\*{2,}|x{3,}|your|my|key|public|here|base64|AAAA.{0,20}$)/i

const KINDS: readonly { readonly code: ProblemCode; readonly pattern: RegExp }[] = [
  { code: 'comment-line', pattern: /^#/ },
  { code: 'null-literal', pattern: NOTHING },
  { code: 'fingerprint', pattern: FINGERPRINT },
  { code: 'keygen-output', pattern: KEYGEN },
  { code: 'link', pattern: /^(?:https?|ftp):\/\/\S+$/i },
  { code: 'ssh-command', pattern: SSH_COMMAND },
]
const KINDS_WITHOUT_TYPE: readonly { readonly code: ProblemCode; readonly pattern: RegExp }[] = [
  { code: 'placeholder', pattern: PLACEHOLDER },
  { code: 'shell-command', pattern: SHELL_COMMAND },
  { code: 'file-path', pattern: PATH },
]

/** What around a value says nothing about what the value is. */
const AROUND = [
  /^(?:[\w.-]{1,32}@[\w.-]{1,64}[: ]?[^\s$#%>]{0,260}[$#%>]|PS [A-Z]:\\[^>]{0,260}>|[A-Z]:\\[^>]{0,260}>|[$%>❯➜])(?:\s|$)/i,
  /^["'`“”‘’]{1,3}(?=.)|(?<=.)["'`“”‘’]{0,3}[,;]{1,2}$|(?<=[^"'])["'`”’]{1,3}$/g,
  /^(?:export\s+)?["']?[A-Za-z_]\w{0,63}["']?\s{0,8}=\s{0,8}["']?(?=.)/,
] as const

/** What the lines of a text hold, one by one. Keys and secrets have been blanked out before. */
export function findLeftovers(text: string): Leftovers {
  const findings: Finding[] = []
  let wrapping = false
  for (let start = 0; start <= text.length; start = lineEnd(text, start) + 1) {
    const end = lineEnd(text, start)
    const line = text.slice(start, end).trim()
    const note = line === '' ? null : nameLine(line)
    if (note !== null) findings.push({ start, end, key: null, notes: [note] })
    else if (line !== '') wrapping = true
  }
  return { findings, wrapping }
}

/** What a line is; null when it only frames others. */
function nameLine(line: string): Note | null {
  if (line.length > MAX_LINE) return { code: isCoded(line) ? 'unknown-base64' : 'not-a-key' }
  const whole = kindOf(line, KINDS)
  if (whole !== null) return whole
  const value = AROUND.reduce((text, pattern) => text.replace(pattern, '').trim(), line)
  if (value === '') return null
  return (
    kindOf(value, KINDS) ??
    nameOfTypeLine(value) ??
    (isCoded(value) ? { code: 'unknown-base64' } : null) ??
    (WRAPPING.test(line) ? null : (kindOf(value, KINDS_WITHOUT_TYPE) ?? { code: 'not-a-key' }))
  )
}

function kindOf(line: string, kinds: typeof KINDS): Note | null {
  const code = kinds.find(({ pattern }) => pattern.test(line))?.code
  if (code === undefined) return null
  return code === 'null-literal' ? { code, values: { text: line } } : { code }
}

/** A type word without a readable key behind it. */
function nameOfTypeLine(line: string): Note | null {
  const rest = TYPE_WORD.exec(line)?.[1]
  if (rest === undefined) return null
  if (rest === '') return { code: 'incomplete-key' }
  if (BLOB_PLACEHOLDER.test(rest)) return { code: 'placeholder' }
  if (PATH.test(rest) && !isCoded(rest)) return { code: 'file-path' }
  return /^[A-Za-z0-9+/]{16}/.test(rest) ? { code: 'altered-key' } : null
}

/** Whether there are many letters and digits in a row that look like chance: coded bytes. */
function isCoded(text: string): boolean {
  const run = ONLY_CODED.exec(text)?.[0] ?? CODED.exec(text)?.[0]
  return run !== undefined && [/[a-z]/, /[A-Z]/, /[0-9]/].every((kind) => kind.test(run))
}
