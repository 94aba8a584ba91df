/** Words that stand for a value in instructions, and were copied with them. */

/** At least one of these makes a name a placeholder… */
const STANDS_FOR_A_VALUE = new Set(
  'ip port podid podip id xyz host hostname address ipaddress username'.split(' '),
)
/** …if all its other parts are among these. */
const FILLERS = new Set(
  'your my the pod public runpod direct tcp external server remote instance machine worker user ssh name here'.split(
    ' ',
  ),
)
const ONLY_X = /^x+(?:[.-]x+)*$/i
const MARKED = /^\[[A-Za-z _-]+\]$|^\$\{?\w+\}?$|^%\w+%$|<[^<>]*>|\{[^{}]*\}/
const MAX_LENGTH = 64

/** `IP`, `<podid>`, `[POD_IP]`, `$PORT`, `YOUR_POD_IP`, `worker-id-xyz`, `xxx.xxx.xxx.xxx`. */
export function isPlaceholder(text: string): boolean {
  if (text.length > MAX_LENGTH) return false
  if (MARKED.test(text)) return true
  if (ONLY_X.test(text)) return text.length >= 2
  const parts = text.toLowerCase().split(/[-_ ]/)
  return (
    parts.some((part) => STANDS_FOR_A_VALUE.has(part)) &&
    parts.every((part) => STANDS_FOR_A_VALUE.has(part) || FILLERS.has(part))
  )
}

/** `path/to/key`, `~/.ssh/your_key`, `<private key>`. */
export function isPathPlaceholder(path: string): boolean {
  const name = path.split(/[\\/]/).at(-1) ?? ''
  return (
    /^<.*>$|^\[.*\]$|^\{.*\}$/s.test(path) ||
    /(?:^|[\\/])path[\\/]to[\\/]/i.test(path) ||
    /^<[^<>]+>$/.test(name) ||
    /^(?:your|my)[-_]?(?:private[-_]?)?(?:ssh[-_]?)?key(?:[-_]?(?:file|name))?$/i.test(name) ||
    /^(?:KEY|KEY_?FILE|KEY_?PATH|PRIVATE_?KEY)$/.test(path)
  )
}
