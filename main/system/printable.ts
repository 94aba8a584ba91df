/** Text from a server, made safe to show: it can hold anything. */

/** One line of at most `maxLength` characters without control characters. */
export function printable(text: string, maxLength = 160): string {
  const line = text
    // Terminal colours and the like would leave odd letters behind once the escape is gone.
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .trim()
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line
}

/** As it is, but with a space for what hides or turns around what stands beside it. */
export function withoutControls(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
}
