/** The server that is asked, from what a person has. */

import { AppError } from '../../contract/errors.ts'
import type { FindKeyParams, Target } from '../../contract/methods.ts'
import { judgeTarget, parseSshCommand } from '../../ssh-command/index.ts'
import { noServerIn } from '../place.ts'

/** Rejects with `not-found` when there is none with this id. */
export type SavedConnectionLookup = (id: string) => Promise<{ readonly target: Target }>

/** @throws {AppError} `invalid-value` for what is no place; `not-found` for a connection that is gone */
export async function placeToAsk(
  { target, command, connectionId }: FindKeyParams,
  savedConnection: SavedConnectionLookup,
): Promise<Target> {
  const place =
    target ??
    (connectionId === undefined
      ? readCommand(command ?? '')
      : (await savedConnection(connectionId)).target)
  const problem = judgeTarget(place)
  if (problem) throw new AppError('invalid-value', `${problem.title}. ${problem.detail}`)
  return place
}

function readCommand(command: string): Target {
  const { target, problems } = parseSshCommand(command)
  if (target !== null) return target
  throw noServerIn(problems, 'asked about')
}
