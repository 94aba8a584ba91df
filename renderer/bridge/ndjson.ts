/** Newline-delimited JSON over a byte stream, as the browser host sends events. */

/** A line longer than this is no event of ours; reading on would only fill the memory. */
const MAX_LINE_LENGTH = 1_000_000

/**
 * Yields the JSON value of each complete line. Lines that are no JSON are passed over; an
 * unfinished last line is dropped, since the connection broke in the middle of it.
 */
export async function* readJsonLines(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      rest += decoder.decode(value, { stream: true })
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > MAX_LINE_LENGTH) throw new Error('event line too long')
      for (const line of lines) {
        const parsed = parseJson(line)
        if (parsed !== undefined) yield parsed
      }
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
