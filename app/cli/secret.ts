/** Reads a passphrase from a terminal without showing it. */

/** The part of a terminal's input stream that is needed; tests pass a stream of their own. */
export interface SecretInput extends NodeJS.ReadableStream {
  setRawMode?(raw: boolean): unknown
}

const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const CTRL_U = '\u0015'
const ENTER = /[\r\n]/
const BACKSPACE = /[\u007f\b]/

export interface SecretOptions {
  readonly signal: AbortSignal
  /** Shows the question, once nothing that is typed will be shown. */
  ask(): void
  /** Called on Ctrl+C, which is an ordinary character while nothing is shown. */
  interrupt(): void
}

/** Resolves with what was typed up to Enter; null on Ctrl+C and on Ctrl+D. */
export function readSecret(input: SecretInput, options: SecretOptions): Promise<string | null> {
  const { signal, ask, interrupt } = options
  if (signal.aborted) return Promise.resolve(null)
  return new Promise((resolve) => {
    let typed = ''
    const finish = (result: string | null) => {
      input.setRawMode?.(false)
      input.pause()
      input.off('data', onData)
      input.off('end', onEnd)
      signal.removeEventListener('abort', onEnd)
      resolve(result)
    }
    const onEnd = () => finish(null)
    const onData = (chunk: Buffer | string) => {
      for (const character of chunk.toString()) {
        if (ENTER.test(character)) return finish(typed)
        if (character === CTRL_C) {
          interrupt()
          return finish(null)
        }
        if (character === CTRL_D) return finish(null)
        if (character === CTRL_U) typed = ''
        else if (BACKSPACE.test(character)) typed = [...typed].slice(0, -1).join('')
        else typed += character
      }
    }
    signal.addEventListener('abort', onEnd, { once: true })
    input.setRawMode?.(true)
    input.on('data', onData)
    input.on('end', onEnd)
    input.resume()
    ask()
  })
}
