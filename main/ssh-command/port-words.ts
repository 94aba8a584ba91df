/** The port as people write it who type the command themselves or copy it out of a sentence. */

import type { Word } from './words.ts'

/** `- p 22001` and `port 22001`, which ssh would run on the server as a command. */
export interface SpacedPort {
  readonly port: string
  readonly text: string
  /** Words after the first that belong to it. */
  readonly taken: number
}

const PORT = /^\d{1,6}$/

/** @param first the word that stands where a command for the server would begin */
export function spacedPort(first: string, rest: readonly Word[]): SpacedPort | null {
  const [second = '', third = ''] = rest.slice(0, 2).map(({ text }) => text)
  if (/^port:?$/i.test(first) && PORT.test(second)) {
    return { port: second, text: `${first} ${second}`, taken: 1 }
  }
  if (/^[-–—]{1,2}$/.test(first) && /^p(?:ort)?$/i.test(second) && PORT.test(third)) {
    return { port: third, text: `${first} ${second} ${third}`, taken: 2 }
  }
  return null
}

/** The digits of `=22001`, `:22001` and `22001.`; null when nothing has to be taken off. */
export function digitsOf(value: string): string | null {
  return /^[=:](\d+)$/.exec(value)?.[1] ?? /^(\d+)[.,;:!?*)\]}]{1,3}$/.exec(value)?.[1] ?? null
}
