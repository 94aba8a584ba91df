/** The terminal as the commands see it, so that tests can put another in its place. */

export interface Terminal {
  /** Someone can be asked: input and messages are both on a terminal. */
  readonly interactive: boolean
  /** Colours and rewritten lines are welcome on standard output. */
  readonly styled: boolean
  /** Columns. */
  readonly width: number
  /** Aborted by Ctrl+C, and when the terminal goes away. */
  readonly signal: AbortSignal
  /** To standard output: results. */
  out(text: string): void
  /** To standard error: questions, progress, errors. */
  err(text: string): void
  /** Standard input to its end; what is typed ends with Ctrl+D, or Ctrl+Z on Windows. */
  readInput(): Promise<string>
  /** One line; null when there was none (Ctrl+D, Ctrl+C). */
  ask(question: string): Promise<string | null>
  /** As `ask`, without showing what is typed. */
  askSecret(question: string): Promise<string | null>
  /** Calls back for every line typed; returns the function that ends it. */
  onLine(listener: () => void): () => void
}

/** A yes needs a typed `y`; everything else is a no. */
export async function askYesNo(terminal: Terminal, question: string): Promise<boolean> {
  const answer = await terminal.ask(`${question} [y/N] `)
  return answer !== null && /^y(es)?$/i.test(answer.trim())
}
