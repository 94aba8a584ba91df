/** Port forwardings as ssh reads them and `ssh -G` prints them (readconf.c, parse_forward). */

import { readPort } from './numbers.ts'

interface Field {
  readonly text: string
  readonly isPath: boolean
}

interface Forward {
  readonly listen: string
  readonly connect: string
}

/**
 * What `ssh -G` prints after the keyword, e.g. `8080 [localhost]:80`; null when ssh refuses it. Of a
 * `RemoteForward` with one argument, the target is what the other side asks for.
 */
export function readForward(
  keyword: 'localforward' | 'remoteforward' | 'dynamicforward',
  words: readonly string[],
  env: { readonly [name: string]: string | undefined },
): string | null {
  const [listen, target] = words
  if (listen === undefined || listen === '') return null
  const isRemote = keyword === 'remoteforward'
  const hasTarget = keyword !== 'dynamicforward' && target !== undefined && target !== ''
  if (!hasTarget && keyword === 'localforward') return null
  const fields = readFields(hasTarget ? `${listen}:${target}` : listen, env)
  const forward = fields === null ? null : forwardOf(fields, !hasTarget, isRemote)
  if (forward === null) return null
  return keyword === 'dynamicforward' ? forward.listen : `${forward.listen} ${forward.connect}`
}

/** At most four fields, separated by colons; brackets hold one that has colons itself. */
function readFields(
  text: string,
  env: { readonly [name: string]: string | undefined },
): readonly Field[] | null {
  const expanded = text.replace(/\$\{([^}]+)\}/g, (_whole, name: string) => env[name] ?? '\0')
  if (expanded.includes('\0') || expanded.includes('${')) return null
  const fields: Field[] = []
  let rest: string | null = expanded.trimStart()
  while (rest !== null && rest !== '') {
    const match: RegExpExecArray | null = rest.startsWith('[')
      ? /^\[([^\]]*)\](?::|$)/s.exec(rest)
      : /^((?:\\.|[^\\:])*)(?::|$)/s.exec(rest)
    if (match === null || fields.length === 4) return null
    const raw = match[1] ?? ''
    const literal = rest.startsWith('[') ? raw : raw.replace(/\\(.)/gs, '$1')
    fields.push({ text: literal, isPath: literal.includes('/') })
    rest = match[0].length === rest.length ? null : rest.slice(match[0].length)
  }
  return fields
}

function forwardOf(fields: readonly Field[], socks: boolean, isRemote: boolean): Forward | null {
  const [first, second, third, fourth] = fields
  if (first === undefined) return null
  const listenMin = isRemote ? 0 : 1
  if (socks) {
    if (fields.length > 2) return null
    if (second === undefined && first.isPath) return { listen: first.text, connect: '[socks]:0' }
    const listen =
      second === undefined
        ? place(null, first.text, listenMin)
        : place(first.text, second.text, listenMin)
    return listen === null ? null : { listen, connect: '[socks]:0' }
  }
  if (second === undefined) return null
  if (third === undefined) {
    if (!second.isPath) return null
    return both(first.isPath ? first.text : place(null, first.text, listenMin), second.text)
  }
  if (fourth !== undefined) {
    return both(place(first.text, second.text, listenMin), place(third.text, fourth.text, 1))
  }
  if (first.isPath) return both(first.text, place(second.text, third.text, 1))
  if (third.isPath) return both(place(first.text, second.text, listenMin), third.text)
  return both(place(null, first.text, listenMin), place(second.text, third.text, 1))
}

function both(listen: string | null, connect: string | null): Forward | null {
  return listen === null || connect === null ? null : { listen, connect }
}

function place(host: string | null, port: string, least: number): string | null {
  const number = readPort(port)
  if (number === null || number < least) return null
  return host === null ? String(number) : `[${host}]:${number}`
}
