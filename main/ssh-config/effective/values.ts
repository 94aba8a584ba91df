/** What a line sets, and why ssh refuses it (readconf.c, process_config_line_depth). */

import { ownValue } from '../../system/own-value.ts'
import type { Directive } from '../words.ts'
import { CHOICES, type Choices, FLAG } from './choices.ts'
import { readForward } from './forwards.ts'
import { readJump } from './jump.ts'
import type { Keyword } from './keywords.ts'
import { readInteger, readPort, readTime } from './numbers.ts'
import { SPECIAL, SPECIAL_WORDS } from './special-values.ts'

export interface Value {
  /** As written, without quotes; one character per byte. */
  readonly text: string
  /** As `ssh -G` prints it after the keyword. */
  readonly printed: string
}

/** One value for most keywords; a fault is a sentence for the person. */
export type ReadValues = { readonly values: readonly Value[] } | { readonly fault: string }

type Env = { readonly [name: string]: string | undefined }

/** Only for lines whose words could be read; `Host`, `Match` and `Include` are read elsewhere. */
export function readValues(keyword: Keyword, directive: Directive, env: Env): ReadValues {
  const words = directive.words.map(({ value }) => value)
  const word = keyword.name.toLowerCase()
  switch (keyword.kind) {
    case 'flag':
      return choice(keyword, words, FLAG)
    case 'choice':
      return choice(keyword, words, CHOICES[word] ?? FLAG)
    case 'integer':
      return one(keyword, words, readInteger, 'a whole number such as 3')
    case 'time':
      return one(keyword, words, readSeconds, 'a time such as 30 or 5m')
    case 'port':
      return one(keyword, words, readPositivePort, 'a port number from 1 to 65535')
    case 'text':
    case 'identity':
    case 'algorithms':
      return one(keyword, words, (text) => text, 'a value')
    case 'agent':
      return one(keyword, words, (text) => readAgent(text, env), 'the path of a socket')
    case 'command':
      return rest(directive.rest)
    case 'jump':
      return jump(directive.rest)
    case 'list':
      return list(keyword, words)
    case 'forward':
      return forward(keyword, words, env)
    case 'environment':
      return environment(word, words)
    case 'special':
      return special(keyword, words, env)
    default:
      return { values: [] }
  }
}

function single(text: string, printed: string | number): ReadValues {
  return { values: [{ text, printed: String(printed) }] }
}

function tooMany({ name }: Keyword): ReadValues {
  return {
    fault: `There is something after the value of ${name}. A value with a space in it needs quotes around it.`,
  }
}

function one(
  keyword: Keyword,
  words: readonly string[],
  read: (text: string) => string | number | null,
  wanted: string,
): ReadValues {
  const [text = '', ...more] = words
  const printed = text === '' ? null : read(text)
  if (printed === null) return { fault: `${keyword.name} takes ${wanted}.` }
  return more.length > 0 ? tooMany(keyword) : single(text, printed)
}

function choice(keyword: Keyword, words: readonly string[], choices: Choices): ReadValues {
  const names = Object.keys(choices).join(', ')
  return one(
    keyword,
    words,
    (text) => ownValue(choices, text.toLowerCase()) ?? null,
    `one of ${names}`,
  )
}

function readSeconds(text: string): string | null {
  if (text === 'none') return 'none'
  const seconds = readTime(text)
  return seconds === null ? null : String(seconds)
}

function readPositivePort(text: string): number | null {
  return readPort(text) || null
}

/** A path, `none`, `SSH_AUTH_SOCK` or a variable. ssh refuses variables that are not set. */
function readAgent(text: string, env: Env): string | null {
  if (/^\$(?!\{)/.test(text) && !/^\$[A-Za-z0-9_]+$/.test(text)) return null
  for (const [, name] of text.matchAll(/\$\{([^}]*)(?:\}|$)/g)) {
    if (!name || env[name] === undefined) return null
  }
  return text.replace(/\$\{[^}]*\}/g, '').includes('${') ? null : text
}

function rest(text: string): ReadValues {
  const command = text.replace(/^[ \t\r\n=]+/, '')
  return single(command, command)
}

function jump(text: string): ReadValues {
  const printed = readJump(text)
  if (printed === null) {
    return {
      fault: 'ProxyJump takes hosts such as me@gateway.example:22, with commas between them.',
    }
  }
  return single(text.replace(/^[ \t\r\n=]+/, ''), printed)
}

function list({ name }: Keyword, words: readonly string[]): ReadValues {
  if (words.includes('')) return { fault: `One of the values of ${name} is empty.` }
  if (words.length > 1 && words.some((word) => word.toLowerCase() === 'none')) {
    return { fault: `“none” must be the only value of ${name}.` }
  }
  const isDomains = name === 'CanonicalDomains'
  if (isDomains && words.some((word) => !/^[a-z0-9](?:[a-z0-9_-]|\.(?!\.))*$/i.test(word))) {
    return { fault: 'CanonicalDomains takes domain names such as example.com.' }
  }
  const text = words.join(' ')
  if (words.length === 0) return { values: [] }
  return single(text, isDomains ? words.map(canonicalDomain).join(' ') : text)
}

function canonicalDomain(domain: string): string {
  return domain.toLowerCase().replace(/\.$/, '')
}

const FORWARD_EXAMPLE = {
  localforward: '8888 localhost:8888',
  remoteforward: '8888 localhost:8888',
  dynamicforward: '1080',
} as const

function forward(keyword: Keyword, words: readonly string[], env: Env): ReadValues {
  const name = keyword.name.toLowerCase() as keyof typeof FORWARD_EXAMPLE
  const printed = readForward(name, words, env)
  if (printed === null) {
    return {
      fault: `${keyword.name} takes ports and hosts in a form such as ${FORWARD_EXAMPLE[name]}.`,
    }
  }
  if (words.length > (name === 'dynamicforward' ? 1 : 2)) return tooMany(keyword)
  return single(words.join(' '), printed)
}

function environment(keyword: string, words: readonly string[]): ReadValues {
  const isSend = keyword === 'sendenv'
  if (isSend && words.some((word) => word === '' || word.includes('='))) {
    return { fault: 'SendEnv takes names of variables, without values.' }
  }
  if (!isSend && words.some((word) => !word.includes('='))) {
    return { fault: 'SetEnv takes variables in the form NAME=value.' }
  }
  return { values: words.map((word) => ({ text: word, printed: word })) }
}

function special(keyword: Keyword, words: readonly string[], env: Env): ReadValues {
  const name = keyword.name.toLowerCase()
  const [first = ''] = words
  if (name === 'forwardagent') {
    const read = (text: string) => ownValue(FLAG, text.toLowerCase()) ?? readAgent(text, env)
    return one(keyword, words, read, 'yes, no or the path of a socket')
  }
  // These may be there without a value.
  const bare = first === '' && name === 'canonicalizepermittedcnames' && words.length === 0
  const printed = bare ? '' : (SPECIAL[name]?.(words) ?? null)
  if (printed === null) return { fault: `ssh does not understand this value of ${keyword.name}.` }
  if (words.length > (SPECIAL_WORDS[name] ?? 1)) return tooMany(keyword)
  return bare ? { values: [] } : single(words.join(' '), printed)
}
