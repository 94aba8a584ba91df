/** Values with a grammar of their own (readconf.c): what `ssh -G` prints of them, or null for a fault. */

import { readPort, readTime } from './numbers.ts'

type Read = (words: readonly string[]) => string | null

/** How many words each takes; more make ssh refuse the line. */
export const SPECIAL_WORDS: { readonly [keyword: string]: number } = {
  rekeylimit: 2,
  ipqos: 2,
  addkeystoagent: 2,
  permitremoteopen: Number.POSITIVE_INFINITY,
  canonicalizepermittedcnames: Number.POSITIVE_INFINITY,
  channeltimeout: Number.POSITIVE_INFINITY,
}

const IPQOS =
  /^(?:none|af[1-4][1-3]|cs[0-7]|ef|le|lowdelay|throughput|reliability|0[xX][0-9a-fA-F]+|\d+)$/i

/** From 16 bytes on. */
function isRekeySize(text: string): boolean {
  const [, digits, unit = ''] = /^(\d+)(?:\.\d+)?([BKMGTPE]?)$/i.exec(text) ?? []
  if (digits === undefined) return text === 'default'
  return Number(digits) === 0 || Number(digits) >= 16 || !/^b?$/i.test(unit)
}

export const SPECIAL: { readonly [keyword: string]: Read } = {
  escapechar: ([word = '']) => (/^(?:none|.|\^[@-\x7f])$/s.test(word) ? word : null),
  rekeylimit: ([size = '', time]) =>
    isRekeySize(size) && (time === undefined || time === 'none' || readTime(time) !== null)
      ? size
      : null,
  tunneldevice: ([word = '']) =>
    word.split(':').length <= 2 && word.split(':').every((part) => /^(?:any|\d{1,9})$/i.test(part))
      ? word
      : null,
  ipqos: (words) => (words.every((word) => IPQOS.test(word)) ? words.join(' ') : null),
  controlpersist: ([word = '']) => {
    if (/^(?:yes|true|0)$/.test(word)) return 'yes'
    if (/^(?:no|false)$/.test(word)) return 'no'
    const seconds = readTime(word)
    return seconds === null ? null : seconds === 0 ? 'yes' : String(seconds)
  },
  addkeystoagent: ([word = '', time]) => {
    const choice = /^(?:yes|true|no|false|ask|confirm)$/i.test(word) ? word.toLowerCase() : null
    const seconds = readTime(time ?? word)
    if (time !== undefined) {
      return choice === 'confirm' && seconds !== null ? `confirm ${seconds}` : null
    }
    if (choice === null) return seconds === null ? null : String(seconds)
    return choice === 'yes' ? 'true' : choice === 'no' ? 'false' : choice
  },
  streamlocalbindmask: ([word = '']) => {
    const digits = /^\s*[0-7]+/.exec(word)?.[0]
    const mask = digits === undefined ? Number.NaN : Number.parseInt(digits, 8)
    return mask <= 0o777 ? `0${mask.toString(8)}` : null
  },
  permitremoteopen: (words) => {
    const alone = words.find((word) => /^(?:none|any)$/i.test(word))
    if (alone !== undefined) return words.length === 1 ? alone : null
    const isPlace = (word: string) => {
      const port = /^(?:\[[^\]]*\]|[^:/[]*)[:/](.*)$/.exec(word)?.[1]
      return port === '*' || (port !== undefined && (readPort(port) ?? 0) > 0)
    }
    return words.every(isPlace) ? words.join(' ') : null
  },
  canonicalizepermittedcnames: (words) => {
    if (words.some((word) => /^none$/i.test(word))) return words.length === 1 ? 'none' : null
    return words.every((word) => word === '*' || /^[^:]*:./s.test(word)) ? words.join(' ') : null
  },
  channeltimeout: (words) =>
    words.length > 0 && words.every((word) => word === 'none' || /^[^=]+=.+$/.test(word))
      ? words.join(' ')
      : null,
  obscurekeystroketiming: ([word = '']) =>
    /^(?:yes|true|no|false|interval:\d+)$/i.test(word) ? word : null,
}
