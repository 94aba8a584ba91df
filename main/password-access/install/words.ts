/** What is true after an installation, and what each answer to a password means. */

import type { PasswordAnswer } from '../../connection/index.ts'
import { assertNever } from '../../contract/errors.ts'
import { StepFailure } from './steps.ts'

/** What had been done when it ended. */
export interface Reached {
  /** The server was asked to write the key. */
  isTried: boolean
  installed: 'added' | 'already-there' | null
  isKeyProven: boolean
  /** Null: it did not come to that, or was not wanted. */
  isPasswordOff: boolean | null
}

export function explainSuccess(turnsOff: boolean, { installed }: Reached): string {
  const key =
    installed === 'already-there'
      ? 'Your key was on the server already, and logging in with it works.'
      : 'Your key is on the server now, and logging in with it works.'
  return turnsOff
    ? `${key} Password login is off again: the server refused the same password a moment later.`
    : `${key} Password login is still on. Turn it off as soon as you can: paste the second text into the web terminal, or install the key once more and let that turn password login off.`
}

export function explainFailure({ detail }: { readonly detail: string }, reached: Reached): string {
  return `${whatIsTrue(reached)} ${detail}`
}

function whatIsTrue({ isTried, installed, isKeyProven, isPasswordOff }: Reached): string {
  if (!isTried) return 'Nothing was changed on the server.'
  if (installed === null) {
    return 'Your key is probably not on the server. Trying again is safe: it is added once at most.'
  }
  if (!isKeyProven) {
    return 'Your key is on the server, but logging in with it did not work. So password login was left on: you are not locked out.'
  }
  return isPasswordOff === true
    ? 'Your key works. What turned password login on was taken back, but Keypilot could not prove that it is off.'
    : 'Your key works. Password login was not turned off.'
}

/** @throws {StepFailure} for every answer but `accepted` and `not-asked` */
export function judgeAnswer(answer: PasswordAnswer, user: string, isGenerated: boolean): string {
  switch (answer) {
    case 'accepted':
      return `The server accepted the password of ${user}.`
    case 'not-asked':
      return `The server let ${user} in without asking for a password.`
    case 'not-offered':
      throw new StepFailure(
        'password-not-offered',
        'The server takes no passwords',
        'The server takes keys only. Copy the text from step 1, paste it into the web terminal of the pod, wait for “done”, and try again.',
      )
    case 'refused':
      throw refused(user, isGenerated)
    case 'expired':
      throw new StepFailure(
        'password-expired',
        'The server wants a new password first',
        `The password of ${user} has expired, and the server wants another one before it lets anybody in. Set one in the web terminal with “passwd ${user}”, and try again.`,
      )
    case 'second-proof-needed':
      throw new StepFailure(
        'second-proof-needed',
        'The server wants a second proof',
        'The server accepted the password, but wants something else as well, which Keypilot cannot give.',
      )
    default:
      return assertNever(answer)
  }
}

function refused(user: string, isGenerated: boolean): StepFailure {
  const why = isGenerated
    ? 'The password that Keypilot made is not the one that the server has. Either the text was not pasted on this pod, or it did not end with “done”, or a newer text has replaced it.'
    : `Either it is not the password of ${user} on this server, or the server lets ${user} in with keys only: many servers ask for a password that they would never accept.`
  return new StepFailure(
    'password-refused',
    'The server refused the password',
    `${why} Copy the text from step 1 again, paste it into the web terminal, wait for “done”, and try again.`,
  )
}
