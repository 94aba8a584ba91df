/**
 * Writes down everything that Keypilot gave away during a test run, and every secret it was given,
 * for `scripts/search-traffic.mjs` to look for the one in the other. `npm test` names the folder.
 */

import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

export type Channel = 'http' | 'ipc' | 'terminal' | 'log' | 'page'

const folder = process.env.KEYPILOT_TRAFFIC_DIR || null
/** Many tests carry the same text, such as the files of the interface. */
const seen = new Set<string>()
const SHORT_TEXT = 4_096

/** Answers of stand-ins for others' servers: what these say is not Keypilot's doing. */
const foreign = new WeakSet<object>()

export function markForeign(response: object): void {
  foreign.add(response)
}

export function isForeign(response: object): boolean {
  return foreign.has(response)
}

export function recordTraffic(channel: Channel, text: string): void {
  write({ channel, text })
}

/** A passphrase or an API key: may not be given away. */
export function recordSecret(secret: string): void {
  write({ secret })
}

/** Every private key in a text that some program wrote or read: no part of it may be given away. */
export function recordPrivateKeys(text: string): void {
  for (const body of privateBodies(text)) write({ key: body.replaceAll(/\s/g, '') })
}

function privateBodies(text: string): readonly string[] {
  const armoured = text.matchAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/g)
  const putty = text.matchAll(/Private-Lines: \d+\r?\n([A-Za-z0-9+/=\s]+?)\r?\nPrivate-/g)
  return [...armoured, ...putty].map((match) => match[1] ?? '')
}

function write(entry: { readonly [name: string]: string }): void {
  if (folder === null) return
  const line = JSON.stringify(entry)
  if (seen.has(line)) return
  if (line.length <= SHORT_TEXT) seen.add(line)
  mkdirSync(folder, { recursive: true })
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${line}\n`)
}
