/** Checks what a caller wants to be saved, and reads a pasted command. */

import { AppError } from '../contract/errors.ts'
import type { SaveConnectionParams, Target } from '../contract/methods.ts'
import { judgeTarget, parseSshCommand } from '../ssh-command/index.ts'
import { holdsPrivateKey } from '../storage/index.ts'
import type { Wanted } from './merge.ts'

export interface CheckedParams {
  readonly wanted: Wanted
  /** The path after `-i` in the command. */
  readonly identityFile: string | null
}

/** @throws {AppError} `invalid-value` or `invalid-name`, saying what to change */
export function checkParams({ command, ...params }: SaveConnectionParams): CheckedParams {
  if (holdsPrivateKey(JSON.stringify({ command, ...params }))) {
    throw new AppError(
      'invalid-value',
      'That is a private key, not a connection. It was not saved. Never paste a private key anywhere; paste the line that RunPod shows under Connect, which starts with “ssh”.',
    )
  }
  const read = command === undefined ? null : readCommand(command)
  const target = params.target ?? read?.target
  if (target !== undefined) checkTarget(target)
  const name = params.name === undefined ? undefined : checkName(params.name)
  const wanted = { ...params, target, ...(name === undefined ? {} : { name }) }
  return { wanted, identityFile: read?.identityFile ?? null }
}

function readCommand(command: string): {
  readonly target: Target
  readonly identityFile: string | null
} {
  const { target, identityFile, problems } = parseSshCommand(command)
  if (target !== null) return { target, identityFile }
  const problem = problems.find(({ severity }) => severity === 'error') ?? problems[0]
  const reason = problem ? `${problem.title}. ${problem.detail}` : 'It names no server.'
  throw new AppError('invalid-value', `This is not an SSH command that can be saved. ${reason}`)
}

function checkTarget(target: Target): void {
  const problem = judgeTarget(target)
  if (problem !== null) throw new AppError('invalid-value', `${problem.title}. ${problem.detail}`)
}

function checkName(name: string): string {
  const trimmed = name.trim()
  if (trimmed !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(trimmed)) return trimmed
  throw new AppError(
    'invalid-name',
    'The name of a connection is one line of text and not empty, for example “training pod”.',
  )
}
