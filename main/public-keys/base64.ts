/** Base64 as OpenSSH reads it (`b64_pton`): Node's own decoder forgives far more. */

/** The bytes of canonical, padded base64 (RFC 4648 §4); null for anything else. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}
