/** What is to be tested: a saved connection by its name or id, or the place that a command leads to. */

import type { Result, TestConnectionParams } from '../../main/contract/methods.ts'
import type { CommandContext } from './command.ts'

type Place = Pick<TestConnectionParams, 'command' | 'connectionId'>

export async function resolvePlace(what: string, context: CommandContext): Promise<Result<Place>> {
  const asCommand = { ok: true, value: { command: what } } as const
  // No name is worth a look into the list when this is plainly a command.
  if (/^\s*(?:ssh|scp|sftp|rsync)(?:\.exe)?\s/i.test(what)) return asCommand
  const listed = await context.call('connections.list', {})
  if (!listed.ok) return listed
  const found = listed.value.filter(({ id, name }) => id === what || name === what)
  const [connection, ...more] = found
  if (connection === undefined) return asCommand
  if (more.length === 0) return { ok: true, value: { connectionId: connection.id } }
  const ids = found.map(({ id, target }) => `${id} (${target.user}@${target.host}:${target.port})`)
  const message = `${found.length} saved connections have this name. Use the id of the one you mean: ${ids.join(', ')}.`
  return { ok: false, error: { code: 'invalid-name', message } }
}
