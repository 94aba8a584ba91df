/** Password login taken back over the login with the key, and the proof that it is. */

import { setTimeout as delay } from 'node:timers/promises'
import {
  type PasswordAnswer,
  printable,
  type RemoteShell,
  type Visit,
  VisitFailure,
} from '../../connection/index.ts'
import { throwIfCancelled } from '../../contract/errors.ts'
import { TURNED_OFF, turnOffScript } from '../texts/turn-off.ts'
import { type Done, StepFailure } from './steps.ts'

const TURN_OFF_LIMIT_MS = 20_000
/** sshd needs a moment to read its settings again; until then it answers as before, or not at all. */
const SETTLE_LIMIT_MS = 8_000
const SETTLE_PAUSE_MS = 300

/** The value says whether there was something of Keypilot's to take back. */
export async function takeBack(shell: RemoteShell): Promise<Done<boolean>> {
  const { text, exitCode } = await shell.run(turnOffScript(), TURN_OFF_LIMIT_MS)
  if (exitCode === 0) {
    return text.includes(TURNED_OFF)
      ? { value: true, detail: 'What the text had turned on was taken back.' }
      : {
          value: false,
          isSkipped: true,
          detail: 'The server has nothing of Keypilot’s to take back.',
        }
  }
  throw new StepFailure(
    'password-not-turned-off',
    'Password login could not be turned off',
    `The server said: “${printable(text, 300)}”. Paste the second text into the web terminal as root.`,
  )
}

/** Asks with the same password, which was right a moment ago. */
export async function proveRefusal(
  visit: Visit,
  password: string,
  wasOurs: boolean,
  signal: AbortSignal,
): Promise<Done<null>> {
  const deadline = Date.now() + SETTLE_LIMIT_MS
  for (;;) {
    const answer = await ask(visit, password)
    if (answer === 'refused') return done('The server refused the password.')
    if (answer === 'not-offered') return done('The server takes no passwords at all.')
    // Nothing was changed, so there is nothing to wait for.
    if (!wasOurs || Date.now() > deadline) throw stillOpen(answer, wasOurs)
    throwIfCancelled(signal)
    await delay(SETTLE_PAUSE_MS)
  }
}

function done(detail: string): Done<null> {
  return { value: null, detail }
}

async function ask(visit: Visit, password: string): Promise<PasswordAnswer | VisitFailure> {
  try {
    const connection = await visit.connect()
    return (await connection.logInWithPassword(password)).answer
  } catch (error) {
    if (error instanceof VisitFailure) return error
    throw error
  }
}

function stillOpen(answer: PasswordAnswer | VisitFailure, wasOurs: boolean): StepFailure {
  if (answer instanceof VisitFailure) {
    return new StepFailure(
      answer.causeCode,
      'The server could not be asked',
      `${answer.seen} Test the connection, and then try again.`,
    )
  }
  return new StepFailure(
    'password-still-accepted',
    'The server still accepts the password',
    wasOurs
      ? 'Password login was on before the text was pasted, with the same password, and is as it was. To lock the password of root, run “passwd -l root” in the web terminal.'
      : 'Something other than Keypilot’s text turned it on, such as the community’s password script, so Keypilot left it alone. To lock the password of root, run “passwd -l root” in the web terminal.',
  )
}
