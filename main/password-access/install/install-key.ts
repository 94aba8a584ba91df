/**
 * From a password login to a login with a key: append the key, prove it, take password login back,
 * prove that too. The password login stays open until the key is proven, to find out why where it is
 * not.
 */

import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import {
  formatAddress,
  printable,
  type RemoteShell,
  type UnlockedKey,
  type Visit,
  VisitFailure,
} from '../../connection/index.ts'
import type { CallContext } from '../../contract/dispatch.ts'
import { throwIfCancelled } from '../../contract/errors.ts'
import type { InstalledKey, Target } from '../../contract/methods.ts'
import { authorizeScript } from './authorize-script.ts'
import { proveRefusal, takeBack } from './password-off.ts'
import { createSteps, type Done, StepFailure, type Steps } from './steps.ts'
import { whyRefused } from './why-refused.ts'
import { explainFailure, explainSuccess, judgeAnswer, type Reached } from './words.ts'

export interface Installation {
  readonly target: Target
  readonly key: UnlockedKey
  readonly password: string
  /** Keypilot made the password, so it is not mistyped. */
  readonly isGenerated: boolean
  readonly turnsOff: boolean
}

/** A busy pod on a slow network volume takes a while. */
const INSTALL_LIMIT_MS = 20_000
const SETTLE_LIMIT_MS = 3_000
const SETTLE_PAUSE_MS = 250

/** @throws {AppError} `cancelled`; everything else ends as a result */
export async function installKey(
  installation: Installation,
  visit: Visit,
  { signal, progress }: Pick<CallContext, 'signal' | 'progress'>,
): Promise<InstalledKey> {
  const steps = createSteps(progress)
  const reached: Reached = {
    isTried: false,
    installed: null,
    isKeyProven: false,
    isPasswordOff: null,
  }
  const result = (rest: Pick<InstalledKey, 'verdict' | 'explanation' | 'problems'>) => ({
    ...rest,
    target: installation.target,
    installed: reached.installed,
    hostKey: visit.hostKey(),
    steps: steps.finish(),
  })
  try {
    await climb(installation, visit, steps, reached, signal)
    const explanation = explainSuccess(installation.turnsOff, reached)
    return result({ verdict: 'ok', explanation, problems: [] })
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error
    const explanation = explainFailure(error.problem, reached)
    return result({ verdict: 'failed', explanation, problems: [error.problem] })
  }
}

async function climb(
  installation: Installation,
  visit: Visit,
  steps: Steps,
  reached: Reached,
  signal: AbortSignal,
): Promise<void> {
  const { target, key, password, isGenerated, turnsOff } = installation
  const connection = await steps.run('connect', async () => ({
    value: await connectWhenSettled(visit, signal),
    detail: `${formatAddress(target.host, target.port)} answers, and its host key is known: ${visit.hostKey()?.sha256 ?? ''}.`,
  }))
  const shell = await steps.run('password-login', async () => {
    const { answer, shell } = await connection.logInWithPassword(password)
    return { value: shell, detail: judgeAnswer(answer, target.user, isGenerated) }
  })
  reached.isTried = true
  reached.installed = await steps.run('install-key', () => authorize(shell, key.publicLine))
  const keyShell = await steps.run('key-login', () => proveKey(visit, installation, shell))
  reached.isKeyProven = true
  if (!turnsOff) {
    for (const id of ['password-off', 'password-refused'] as const) steps.skip(id, 'Not wanted.')
    return
  }
  const wasOurs = await steps.run('password-off', () => takeBack(keyShell))
  reached.isPasswordOff = wasOurs
  await steps.run('password-refused', () => proveRefusal(visit, password, wasOurs, signal))
}

/**
 * The text that turned passwords on has told sshd to read its settings again, for which sshd closes its
 * port for a moment.
 */
async function connectWhenSettled(visit: Visit, signal: AbortSignal) {
  const deadline = Date.now() + SETTLE_LIMIT_MS
  for (;;) {
    try {
      return await visit.connect()
    } catch (error) {
      const isClosed = error instanceof VisitFailure && error.causeCode === 'connection-refused'
      if (!isClosed || Date.now() > deadline) throw error
      await delay(SETTLE_PAUSE_MS, undefined, { signal }).catch(() => throwIfCancelled(signal))
    }
  }
}

async function authorize(
  shell: RemoteShell,
  publicLine: string,
): Promise<Done<'added' | 'already-there'>> {
  const mark = `keypilot-${randomBytes(8).toString('hex')}`
  const { text } = await shell.run(authorizeScript(publicLine, mark), INSTALL_LIMIT_MS)
  const [, answer] = new RegExp(`^${mark} (added|already-there)\\r?$`, 'm').exec(text) ?? []
  if (answer === 'added') return { value: answer, detail: 'Added to ~/.ssh/authorized_keys.' }
  if (answer === 'already-there') return { value: answer, detail: 'It was there already.' }
  const said = printable(text, 300)
  throw new StepFailure(
    'key-not-written',
    'The key could not be written on the server',
    said === ''
      ? 'The server said nothing in answer to the commands. It may be one that runs no commands.'
      : `The server said: “${said}”.`,
  )
}

async function proveKey(
  visit: Visit,
  { key, target }: Installation,
  passwordShell: RemoteShell,
): Promise<Done<RemoteShell>> {
  const connection = await visit.connect()
  const { shell, isByKey } = await connection.logInWithKey(key).catch(async (error: unknown) => {
    if (!isRefusal(error)) throw error
    throw new StepFailure(
      'key-not-accepted',
      'The server still refused the key',
      await whyRefused(passwordShell),
    )
  })
  if (isByKey) return { value: shell, detail: `Logged in as ${target.user} with the key.` }
  throw new StepFailure(
    'nothing-asked',
    `The server lets ${target.user} in without asking for anything`,
    'So Keypilot did not learn whether it takes the key. Anyone who knows the address can log in there: put that right first.',
  )
}

function isRefusal(error: unknown): boolean {
  const isNamed = error instanceof Error && 'causeCode' in error
  return isNamed && (error.causeCode === 'key-not-accepted' || error.causeCode === 'password-only')
}
