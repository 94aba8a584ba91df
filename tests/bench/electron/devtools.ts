/** Asks a page, or a Node process, something through Chromium's DevTools protocol. */

const LIMIT_MS = 60_000

/** Evaluates JavaScript there and waits for its promise. Rejects with what it threw. */
export async function evaluate(webSocketUrl: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(webSocketUrl)
  try {
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true })
      socket.addEventListener('error', () => reject(new Error('DevTools cannot be reached')))
    })
    const answer = answerOf(socket)
    const params = { expression, awaitPromise: true, returnByValue: true }
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }))
    const { result, exceptionDetails } = await answer
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
    return result?.value
  } finally {
    socket.close()
  }
}

interface Evaluated {
  readonly result?: { readonly value?: unknown }
  readonly exceptionDetails?: unknown
}

interface Message {
  readonly id?: number
  readonly result?: Evaluated
  /** Such as that the page was left for another one. */
  readonly error?: { readonly message: string }
}

function answerOf(socket: WebSocket): Promise<Evaluated> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('DevTools did not answer')), LIMIT_MS)
    socket.addEventListener('message', ({ data }) => {
      const { id, result, error } = JSON.parse(String(data)) as Message
      if (id !== 1) return
      clearTimeout(timer)
      if (result === undefined) reject(new Error(error?.message ?? 'DevTools gave no answer'))
      else resolve(result)
    })
    socket.addEventListener('close', () => {
      clearTimeout(timer)
      reject(new Error('the page has gone'))
    })
  })
}
