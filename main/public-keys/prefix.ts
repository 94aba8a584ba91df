/** Names what stands in front of a key on its line: options, quotes, a prompt, a command, a host. */

import type { ProblemCode } from './problems.ts'

/** Longer text than this in front of a key is not looked into. */
const MAX_PREFIX = 8_192

interface Rule {
  readonly code: ProblemCode
  /** Matches at the start of what is left. */
  readonly pattern: RegExp
}

const RULES: readonly Rule[] = [
  { code: 'smart-quotes', pattern: /^[“”„‟‘’‚‛«»]/ },
  { code: 'surrounding-quotes', pattern: /^(?:\\?["']|`{1,3})/ },
  { code: 'shell-prompt', pattern: /^PS [A-Za-z]:\\[^>\n]{0,260}> ?/ },
  { code: 'shell-prompt', pattern: /^[A-Za-z]:\\[^>\n]{0,260}> ?/ },
  {
    code: 'shell-prompt',
    pattern:
      /^(?:\(\w{1,32}\) ?)?\[?[\w.-]{1,32}@[\w.-]{1,64}(?:[: ][^\s$#%>]{0,260})?\]? ?[$#%>] /,
  },
  { code: 'shell-prompt', pattern: /^[$%>❯➜] / },
  {
    code: 'assignment',
    pattern:
      /^(?:export\s+|setx?\s+|env\s+|ENV\s+|-e\s+|--env\s+|\$env:)?[A-Za-z_][\w.-]{0,63}["']?\s{0,8}[:=]\s{0,8}/,
  },
  { code: 'json', pattern: /^[[{(,]/ },
  { code: 'extra-text', pattern: /^(?:[-*•]|\d{1,4}[.):]?)\s/ },
]
const COMMAND =
  /(?:^|[\s;&|])(?:echo|printf|cat|tee|ssh-copy-id|Add-Content|Set-Content|Out-File|curl|runpodctl|runpod)(?:\s|$)/
const HOST_NAMES =
  /^(?:\|1\|[A-Za-z0-9+/=]{1,64}\|[A-Za-z0-9+/=]{1,64}|localhost|(?!.*\.pub)[\w*?![][\w.*?!:,[\]-]{0,1024}[.:\]][\w.*?!:,[\]-]{0,1024}[\w\]*])$/
const OPTION_NAMES =
  /^(?:no-)?(?:agent-forwarding|cert-authority|command|environment|expiry-time|from|port-forwarding|pty|user-rc|x11-forwarding|permitlisten|permitopen|principals|touch-required|verify-required|restrict|tunnel)$/i

/** What the text between the start of a line and the type word of its key is. Empty for nothing. */
export function nameOfPrefix(prefix: string): readonly ProblemCode[] {
  let rest = prefix.trim()
  if (rest === '') return prefix === '' ? [] : ['extra-spaces']
  if (rest.length > MAX_PREFIX) return ['extra-text']
  if (COMMAND.test(rest)) return ['shell-wrapper']
  const codes = new Set<ProblemCode>()
  while (rest !== '') {
    const whole = nameOfWhole(rest)
    if (whole !== null) return [...codes.add(whole)]
    const rule = RULES.find(({ pattern }) => pattern.test(`${rest} `))
    if (rule === undefined) return [...codes.add('extra-text')]
    codes.add(rule.code)
    rest = `${rest} `.replace(rule.pattern, '').trim()
  }
  return [...codes]
}

function nameOfWhole(text: string): ProblemCode | null {
  if (/^@(?:cert-authority|revoked)\s/.test(text) || HOST_NAMES.test(text))
    return 'known-hosts-line'
  return isOptions(text.replace(/[“”„‟]/g, '"')) ? 'options' : null
}

/** Whether a text is a list of authorized_keys options (`sshd(8)`): names, `=` and quoted values. */
function isOptions(text: string): boolean {
  const option = /([A-Za-z0-9-]{1,32})(?:=(?:"(?:[^"\\]|\\.)*"|[^\s",]*))?(,|$)/y
  let known = false
  while (option.lastIndex < text.length) {
    const match = option.exec(text)
    if (match === null) return false
    known ||= OPTION_NAMES.test(match[1] ?? '')
    if (match[2] === '') break
  }
  return known
}
