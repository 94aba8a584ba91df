/** Logging in with a password: `password` first, then `keyboard-interactive` with one question. */

import type { AnyAuthMethod } from 'ssh2'
import { type Passed, StageFailure } from '../facts.ts'
import { printable } from '../printable.ts'
import { type AuthTurn, LinkLost, type SshLink } from '../ssh-link.ts'

export type PasswordAnswer =
  | 'accepted'
  /** The server let the person in without asking for anything. */
  | 'not-asked'
  | 'refused'
  | 'not-offered'
  | 'expired'
  | 'second-proof-needed'

/** @throws {StageFailure} `connection-lost` */
export async function answerWithPassword(
  link: SshLink,
  username: string,
  password: string,
): Promise<Passed<PasswordAnswer>> {
  let isExpired = false
  const expired = new Promise<'expired'>((resolve) => {
    // Without a listener ssh2 would wait for a new password for ever.
    link.client.on('change password', () => {
      isExpired = true
      resolve('expired')
    })
  })
  try {
    return passed(await Promise.race([tryMethods(link, username, password), expired]))
  } catch (error) {
    if (!(error instanceof LinkLost)) throw error
    if (isExpired) return passed('expired')
    // Servers hang up on the last attempt they allow.
    if (TOO_MANY.test(error.message)) return passed('refused')
    throw new StageFailure(
      'connection-lost',
      `The connection ended while logging in: ${printable(error.message)}`,
    )
  }
}

const TOO_MANY = /too many authentication failures/i

async function tryMethods(
  link: SshLink,
  username: string,
  password: string,
): Promise<PasswordAnswer> {
  const first = await link.nextTurn()
  first.attempt({ type: 'none', username })
  let turn = await nextTurnOrReady(link)
  if (turn === 'ready') return 'not-asked'
  const methods = methodsFor(username, password)
  const choice = turn
  if (!methods.some(({ type }) => offers(choice, type))) return 'not-offered'
  for (const method of methods) {
    if (!offers(turn, method.type)) continue
    turn.attempt(method)
    turn = await nextTurnOrReady(link)
    if (turn === 'ready') return 'accepted'
    if (turn.isPartial) return 'second-proof-needed'
  }
  return 'refused'
}

function offers({ offered }: AuthTurn, method: string): boolean {
  return offered?.includes(method) === true
}

function methodsFor(username: string, password: string): readonly AnyAuthMethod[] {
  let isAnswered = false
  return [
    { type: 'password', username, password },
    {
      type: 'keyboard-interactive',
      username,
      prompt(_name, _instructions, _language, prompts, finish) {
        const [question] = prompts
        // One question that is answered unseen, once: anything else asks for more than the password.
        const isPassword = prompts.length === 1 && question?.echo !== true && !isAnswered
        isAnswered ||= isPassword
        finish(isPassword ? [password] : prompts.map(() => ''))
      },
    },
  ]
}

function nextTurnOrReady(link: SshLink): Promise<AuthTurn | 'ready'> {
  return Promise.race([link.ready().then(() => 'ready' as const), link.nextTurn()])
}

function passed(value: PasswordAnswer): Passed<PasswordAnswer> {
  return { state: 'ok', detail: '', value }
}
