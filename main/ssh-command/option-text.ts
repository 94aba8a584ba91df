/** One ssh_config line as it stands after `-o`, and values quoted for it (ssh_config(5)). */

/** `Name=value` or `Name value`; quotes around the value are taken off. */
export function parseConfigOption(text: string): { name: string; value: string } {
  const trimmed = text.trim()
  const match = /^([^\s=]+)(?:\s*=\s*|\s+)(.*)$/s.exec(trimmed)
  if (!match) return { name: trimmed, value: '' }
  return { name: match[1] ?? '', value: unquote(match[2] ?? '') }
}

/** A value that ssh reads back as exactly `value`, with quotes only where they are needed. */
export function configWord(value: string, quote: '"' | "'" = '"'): string {
  if (/^[\p{L}\p{N}_@%+:,./~-]+$/u.test(value)) return value
  const escaped = value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
  return `${quote}${escaped}${quote}`
}

/** The same for the options that expand tokens such as `%h`: `%` is written twice (TOKENS). */
export function configTokens(value: string, quote: '"' | "'" = '"'): string {
  return configWord(value.replaceAll('%', '%%'), quote)
}

function unquote(value: string): string {
  const quote = value[0]
  if ((quote !== '"' && quote !== "'") || value.length < 2 || !value.endsWith(quote)) return value
  return value.slice(1, -1).replace(/\\([\\"'])/g, '$1')
}
