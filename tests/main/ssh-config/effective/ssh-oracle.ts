/** What the real `ssh -G` prints of a config, beside what Keypilot makes of it. */

import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { evaluate, type Query } from '../../../../main/ssh-config/effective/evaluate.ts'
import {
  isCompared,
  printedSettings,
  readPrinted,
} from '../../../../main/ssh-config/effective/printed.ts'
import { loadProgram } from '../../../../main/ssh-config/effective/program.ts'
import { expandForHost } from '../../../../main/ssh-config/expand.ts'
import { type Surroundings, surroundingsOf } from '../../../../main/ssh-config/surroundings.ts'
import type { ConfigFolder } from '../support.ts'

export interface SshAnswer {
  readonly ok: boolean
  readonly printed: ReadonlyMap<string, readonly string[]>
  readonly stderr: string
}

export function askSsh(config: string, { host, user, port }: Query): Promise<SshAnswer> {
  const argv = [
    ...['-G', '-F', config],
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...['--', host],
  ]
  return new Promise((resolve) => {
    execFile('ssh', argv, { encoding: 'latin1' }, (error, stdout, stderr) =>
      resolve({ ok: error === null, printed: readPrinted(stdout), stderr }),
    )
  })
}

/** The ssh of this machine, and no config of the computer: `ssh -F` does not read that. */
export async function surroundingsHere({ paths }: ConfigFolder): Promise<Surroundings> {
  const version = await new Promise<string>((resolve) => {
    execFile('ssh', ['-V'], (_error, _stdout, stderr) => resolve(stderr))
  })
  const sshVersion = Number(/OpenSSH_(\d+\.\d+)/.exec(version)?.[1])
  // ssh takes the home from the user database.
  return { ...surroundingsOf(paths), home: userInfo().homedir, systemConfig: null, sshVersion }
}

/** Defaults that depend on other settings. */
const DERIVED: readonly string[] = ['serveraliveinterval']

let defaults: Promise<SshAnswer> | undefined

/** Both readings of a config for a host, in one form: what differs from an empty config. */
export async function compare(folder: ConfigFolder, query: Query, around: Surroundings) {
  defaults ??= askSsh('none', { host: 'x' })
  const [real, empty] = await Promise.all([askSsh(folder.config, query), defaults])
  const found = evaluate(await loadProgram(around, null), query, around)
  const user = query.user ?? found.options.first('user').value?.text ?? userInfo().username
  const port = query.port ?? Number(found.options.first('port').value?.printed ?? 22)
  const alias = found.options.first('hostkeyalias').value?.text.toLowerCase() ?? null
  const tokens = { host: found.hostName.value, originalHost: query.host, user, port, alias }
  const mine = printedSettings(found, (path) => expandForHost(path, around, tokens))
  const settings: Record<string, readonly string[]> = {}
  const expected: Record<string, readonly string[]> = {}
  for (const [keyword, values] of real.printed) {
    if (!isCompared(keyword) || APART.has(keyword)) continue
    if (!mine.has(keyword) && DERIVED.includes(keyword)) continue
    if (String(values) !== String(empty.printed.get(keyword))) expected[keyword] = values
  }
  for (const [keyword, values] of mine) {
    if (String(values) !== String(empty.printed.get(keyword))) settings[keyword] = values
  }
  const value = (keyword: string) => real.printed.get(keyword)?.[0]
  return {
    real,
    ours: { settings, hostName: found.hostName.value, user, port: String(port) },
    expected: {
      settings: expected,
      hostName: value('hostname'),
      user: value('user'),
      port: value('port'),
    },
    faults: found.faults.map(({ file, line }) => ({ file: file.path, line: line.number })),
  }
}

const APART: ReadonlySet<string> = new Set(['host', 'hostname', 'user', 'port'])

/** The lines that ssh complains about, in the file where it stops. */
export function faultsOfSsh(stderr: string): readonly { file: string; line: number }[] {
  const lines = stderr.split('\n').flatMap((text) => {
    const match = /^(.+?)(?:: |\s)line (\d+): (.*)$/.exec(text.replace(/\r$/, ''))
    // These two are remarks: ssh goes on.
    if (match === null || /^(?:Unsupported|Deprecated) option/.test(match[3] ?? '')) return []
    return [{ file: match[1] ?? '', line: Number(match[2]) }]
  })
  const seen = new Set<string>()
  return lines.filter(
    ({ file, line }) => !seen.has(`${line} ${file}`) && seen.add(`${line} ${file}`),
  )
}
