/** Numbers as ssh reads them: times, ports, counts (misc.c: convtime, a2port, atoi_err). */

import { ownValue } from '../../system/own-value.ts'

const MAX_INT = 2_147_483_647

const SECONDS: { readonly [unit: string]: number } = {
  '': 1,
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
}

/** `90`, `1m30s`, `2H`: in seconds; null when ssh refuses it. */
export function readTime(text: string): number | null {
  if (!/^(?:\d+[smhdw])*\d+[smhdw]?$/i.test(text)) return null
  let total = 0
  for (const [, digits = '', unit = ''] of text.matchAll(/(\d+)([smhdw]?)/gi)) {
    total += Number(digits) * (SECONDS[unit.toLowerCase()] ?? 1)
  }
  return total <= MAX_INT ? total : null
}

/** A whole number from 0 to 2147483647; null for everything else. */
export function readInteger(text: string): number | null {
  if (!/^\s*[+-]?\d+$/.test(text)) return null
  const value = Number(text)
  return value >= 0 && value <= MAX_INT ? value : null
}

/** Service names that stand for ports in every /etc/services; ssh looks other names up there. */
const SERVICES: { readonly [name: string]: number } = { ssh: 22, telnet: 23, http: 80, https: 443 }

/** From 0 to 65535; null when ssh refuses it. */
export function readPort(text: string): number | null {
  const value = readInteger(text)
  if (value !== null) return value <= 65_535 ? value : null
  return ownValue(SERVICES, text) ?? null
}
