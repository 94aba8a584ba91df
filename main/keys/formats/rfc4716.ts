/** SSH2 public-key files as they should be (RFC 4716). Damaged ones are the business of `main/public-keys`. */

export interface Rfc4716Key {
  /** In SSH's wire format. */
  readonly blob: Buffer
  readonly comment: string
}

const BLOCK =
  /^\s*---- BEGIN SSH2 PUBLIC KEY ----[ \t]*\r?\n(.*?)\r?\n---- END SSH2 PUBLIC KEY ----\s*$/s
/** A tag, and a value that goes on in the next line after a backslash (section 3.3). */
const HEADER = /^([A-Za-z0-9@.-]{1,64}):[ \t]*((?:[^\r\n]*\\\r?\n){0,64}[^\r\n]*)\r?\n/

/** Null for anything but one whole key with nothing around it. */
export function readRfc4716(text: string): Rfc4716Key | null {
  let body = BLOCK.exec(text)?.[1]
  if (body === undefined) return null
  let comment = ''
  for (let match = HEADER.exec(body); match !== null; match = HEADER.exec(body)) {
    const [header, tag = '', value = ''] = match
    if (tag.toLowerCase() === 'comment') comment = unquoted(value.replaceAll(/\\\r?\n/g, '').trim())
    body = body.slice(header.length)
  }
  const base64 = body.replaceAll(/\s/g, '')
  const blob = Buffer.from(base64, 'base64')
  return blob.toString('base64') === base64 ? { blob, comment } : null
}

/** Quotes around the value are no part of it. PuTTY escapes those inside. */
function unquoted(value: string): string {
  const quoted = /^"(.*)"$/.exec(value)?.[1]
  return quoted === undefined ? value : quoted.replaceAll(/\\(["\\])/g, '$1')
}
