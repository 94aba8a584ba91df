/** A plain-worded hint about a passphrase. No dictionary: length and variety, and the worst habits. */

export interface PassphraseHint {
  readonly level: 'weak' | 'fair' | 'good'
  readonly text: string
}

const COMMON =
  /^(?:pass(?:word|wort|phrase)|qwert[yz]|letmein|welcome|admin|iloveyou|runpod|secret|abc123)[\d\W]*$/i

/**
 * @returns null for an empty passphrase, which is allowed
 */
export function judgePassphrase(passphrase: string): PassphraseHint | null {
  if (passphrase === '') return null
  const bits = estimateBits(passphrase)
  if (COMMON.test(passphrase)) {
    return weak('Weak: one of the first things anyone would try.')
  }
  if (bits < 40) {
    return weak('Weak: easy to guess. Four or more unrelated words are strong and easy to type.')
  }
  if (bits < 60) {
    return { level: 'fair', text: 'Fair. A word or two more would make it strong.' }
  }
  return { level: 'good', text: 'Strong.' }
}

/** Length times the bits a character adds; repeats and runs like "aaa" or "1234" add almost nothing. */
function estimateBits(passphrase: string): number {
  const characters = [...passphrase]
  const alphabet =
    (/[a-z]/.test(passphrase) ? 26 : 0) +
    (/[A-Z]/.test(passphrase) ? 26 : 0) +
    (/\d/.test(passphrase) ? 10 : 0) +
    (/[^a-zA-Z\d]/.test(passphrase) ? 20 : 0)
  const fresh = characters.filter((character, index) => {
    const step = (character.codePointAt(0) ?? 0) - (characters[index - 1]?.codePointAt(0) ?? -9)
    return Math.abs(step) > 1
  })
  const variety = new Set(fresh).size
  // Ten different characters typed twice are not twice as hard to guess.
  const length = Math.min(fresh.length, variety * 2)
  // Text is more predictable than random characters: about 60 % of the full measure.
  return length * Math.log2(Math.max(alphabet, 2)) * 0.6
}

function weak(text: string): PassphraseHint {
  return { level: 'weak', text }
}
