/**
 * What PowerShell makes of a command line for a program, as far as constant arguments go; anything it
 * would expand or act on throws.
 * Sources: about_Quoting_Rules, about_Parsing, about_Special_Characters; CharTraits, tokenizer.cs and
 * NativeCommandParameterBinder.cs of PowerShell/PowerShell.
 */

const SINGLE_QUOTES = "'‘’‚‛"
const DOUBLE_QUOTES = '"“”„'
const SPECIAL = '$;|&<>(){},'

/** The arguments as PowerShell sees them, the program's name first. */
export function readPowerShell(line: string): string[] {
  const words: string[] = []
  for (let at = 0; at < line.length; ) {
    const char = line.charAt(at)
    if (/\s/.test(char)) at += 1
    else if (char === '#') break
    else if (SINGLE_QUOTES.includes(char)) {
      // A word that begins with a quote ends with it: what follows is the next word.
      const { text, end } = readSingleQuoted(line, at + 1)
      words.push(text)
      at = end
    } else {
      const { text, end } = readBareWord(line, at)
      words.push(text)
      at = end
    }
  }
  return words
}

function readBareWord(line: string, start: number): { text: string; end: number } {
  const refuse = (what: string) => new Error(`PowerShell would act on ${what} in: ${line}`)
  let text = ''
  let at = start
  while (at < line.length && !/\s/.test(line.charAt(at))) {
    const char = line.charAt(at)
    if (SPECIAL.includes(char)) throw refuse(char)
    if (DOUBLE_QUOTES.includes(char)) throw refuse('a double quote')
    if (at === start && (char === '@' || char === '~' || char === '`')) throw refuse(char)
    if (SINGLE_QUOTES.includes(char)) {
      const quoted = readSingleQuoted(line, at + 1)
      text += quoted.text
      at = quoted.end
    } else {
      text += char === '`' ? line.charAt(at + 1) : char
      at += char === '`' ? 2 : 1
    }
  }
  // A parameter name ends at a dot or colon, and the rest becomes another argument.
  if (/^[-–—―].*[.:]/.test(text)) throw refuse('a parameter')
  return { text, end: at }
}

function readSingleQuoted(line: string, start: number): { text: string; end: number } {
  let text = ''
  for (let at = start; at < line.length; at += 1) {
    if (SINGLE_QUOTES.includes(line.charAt(at))) {
      const next = line.charAt(at + 1)
      if (next === '' || !SINGLE_QUOTES.includes(next)) return { text, end: at + 1 }
      at += 1
    }
    text += line.charAt(at)
  }
  throw new Error(`PowerShell would wait for the closing quote of: ${line}`)
}

/**
 * The command line that a Windows program gets. `5.1` and `7.2` put quotes around words with spaces and
 * escape nothing inside; 7.2 at least doubles trailing backslashes. From 7.3 on words arrive as they are.
 */
export function toCommandLine(words: readonly string[], version: '5.1' | '7.2'): string {
  return words
    .map((word) => {
      if (!needsQuotes(word)) return word
      const trailing = version === '7.2' ? (/\\*$/.exec(word)?.[0] ?? '') : ''
      return `"${word}${trailing}"`
    })
    .join(' ')
}

function needsQuotes(word: string): boolean {
  let quotes = 0
  let needed = false
  let afterBackslash = false
  for (const char of word) {
    if (char === '"' && !afterBackslash) quotes += 1
    else if (/\s/.test(char) && quotes % 2 === 0) needed = true
    afterBackslash = char === '\\'
  }
  return needed
}
