/** The version of the system's OpenSSH, where a rule depends on it. */

import { run } from '../system/run.ts'

export interface OpensshVersion {
  /** E.g. 9.2. One digit after the point in every release so far: 9.9 was followed by 10.0. */
  readonly version: number
  /** Version of the OpenSSL it is built with, e.g. 3; null for LibreSSL and for none. */
  readonly openssl: number | null
}

let known: Promise<OpensshVersion | null> | undefined

/** Null when there is no `ssh`, or another one than OpenSSH. Asked once. */
export function opensshVersion(): Promise<OpensshVersion | null> {
  known ??= run(['ssh', '-V'], { timeoutMs: 5_000 }).then(
    ({ stdout, stderr }) => parseVersion(`${stderr}\n${stdout}`),
    () => null,
  )
  return known
}

/** From the line that `ssh -V` prints, e.g. `OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2`. */
export function parseVersion(text: string): OpensshVersion | null {
  const version = /OpenSSH_(?:for_Windows_)?(\d+\.\d+)/.exec(text)?.[1]
  if (version === undefined) return null
  const openssl = /\bOpenSSL (\d+\.\d+)/.exec(text)?.[1]
  return { version: Number(version), openssl: openssl === undefined ? null : Number(openssl) }
}
