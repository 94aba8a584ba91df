/** Laying out text for a terminal: wrapping, columns, colour, and taming what others wrote. */

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
}

export type Paint = (style: Style, text: string) => string

/** Leaves the text as it is where colours are not wanted. */
export function painter(styled: boolean): Paint {
  if (!styled) return (_style, text) => text
  return (style, text) => `\u001b[${CODES[style][0]}m${text}\u001b[${CODES[style][1]}m`
}

/** Control characters, line ends among them, and those that turn the direction of writing. */
const UNTAMED = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/**
 * One line of what others wrote: a key's comment or a server's banner could otherwise move the
 * cursor, recolour the terminal, or add a line that looks like ours.
 */
export function tame(text: string): string {
  return text.replace(UNTAMED, '�')
}

/** The value as one line of JSON. What would command a terminal is written as an escape. */
export function jsonLine(value: unknown): string {
  const asEscape = (character: string) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replace(UNTAMED, asEscape)
}

/** Breaks at spaces; a word longer than the line, such as a key, stays whole. Keeps line breaks. */
export function wrap(text: string, width: number, indent = ''): string {
  const room = Math.max(width - indent.length, 20)
  return text
    .split('\n')
    .flatMap((paragraph) => wrapParagraph(tame(paragraph), room))
    .map((line) => (line === '' ? '' : `${indent}${line}`))
    .join('\n')
}

function wrapParagraph(paragraph: string, room: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}

/** Pads every column but the last to its widest cell. */
export function columns(rows: readonly (readonly string[])[], gap = '  '): readonly string[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length)
    })
  }
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join(gap)
      .trimEnd(),
  )
}

/** `~/…` for paths below the home folder. */
export function shortPath(path: string, home: string): string {
  return path.startsWith(`${home}/`) || path.startsWith(`${home}\\`)
    ? `~${path.slice(home.length)}`
    : path
}
