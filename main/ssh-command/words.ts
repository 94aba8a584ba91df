/** What splitting a command line gives, whichever shell's rules were used. */

export interface Word {
  readonly text: string
  /** Some of it stood in quotes or was escaped, so it is no operator, comment or placeholder. */
  readonly quoted: boolean
}

export interface Words {
  readonly words: readonly Word[]
  /** A quote was opened and never closed; it was taken as an ordinary character. */
  readonly unclosedQuote: boolean
  /** What followed the first `;`, `|`, `&` or redirection, which starts another command. */
  readonly rest: string
}
