/** Findings about the keys that the config names. */

import { stat } from 'node:fs/promises'
import type { ConfigFinding, KeyPair } from '../../contract/methods.ts'
import { errnoOf, inParallel } from '../../storage/index.ts'
import { readableValue } from '../document.ts'
import type { Evaluation } from '../effective/evaluate.ts'
import type { ProgramFile, ProgramLine } from '../effective/program.ts'
import { expandIdentityFor, expandIdentityPath } from '../expand.ts'
import { type Alias, type AuditContext, makeFinding } from './context.ts'
import { linesOf } from './lines.ts'

/** An `IdentityFile` line and a file it means. */
interface Identity {
  readonly file: ProgramFile
  readonly line: ProgramLine
  /** The host for which it means this file; null when it is the same for all. */
  readonly alias: string | null
  readonly path: string
}

type Presence = 'file' | 'folder' | 'missing' | 'unknown'

const MAX_OPEN = 32
/** ssh asks the server for each; most servers hang up after six. */
const MAX_OFFERED = 5

export async function identityFindings(context: AuditContext): Promise<readonly ConfigFinding[]> {
  const identities = identitiesOf(context)
  const paths = [...new Set(identities.map(({ path }) => path))]
  const found = await inParallel(paths, MAX_OPEN, presenceOf)
  const presence = new Map(paths.map((path, index) => [path, found[index] ?? 'unknown']))
  return [
    ...identities.flatMap((identity) => [
      ...missing(identity, presence),
      ...notAKey(identity, presence, context),
      ...tooOpen(identity, context),
    ]),
    ...[...context.aliases.values()].flatMap((alias) => [
      ...notAccepted(alias, context),
      ...tooMany(alias, presence, context),
    ]),
  ]
}

function identitiesOf(context: AuditContext): readonly Identity[] {
  const { program, around, aliases } = context
  const general = program.files
    .filter(({ system }) => !system)
    .flatMap((file) =>
      linesOf(file).flatMap((line): Identity[] => {
        if (line.keyword?.name !== 'IdentityFile') return []
        const path = expandIdentityPath(readableValue(line.values[0]?.text ?? ''), around)
        return path === null ? [] : [{ file, line, alias: null, path }]
      }),
    )
  const known = new Set(general.map(({ line }) => line))
  const ofHosts = [...aliases.values()].flatMap((alias) =>
    identityPaths(alias.evaluation, alias.alias, context)
      .filter(({ line, file }) => !known.has(line) && !file.system)
      .map((identity) => ({ ...identity, alias: alias.alias })),
  )
  return [...general, ...ofHosts]
}

/** The files that ssh offers to this host, as far as the config names them. */
function identityPaths(
  { options, hostName }: Evaluation,
  alias: string,
  { around }: AuditContext,
): readonly Identity[] {
  const tokens = {
    ...{ host: hostName.value, originalHost: alias },
    user: options.first('user').value?.text ?? around.user?.name ?? '',
    port: Number(options.first('port').value?.printed ?? 22),
    alias: options.first('hostkeyalias').value?.text ?? null,
  }
  return options.all('identityfile').flatMap(({ state, value, file, line }) => {
    if (state !== 'applies') return []
    const path = expandIdentityFor(readableValue(value.text), around, tokens)
    return path === null ? [] : [{ file, line, alias: null, path }]
  })
}

async function presenceOf(path: string): Promise<Presence> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT' && errnoOf(error) !== 'ENOTDIR') return 'unknown'
    // With the public half alone, ssh can still use a key that the agent holds.
    return stat(`${path}.pub`).then(
      () => 'file',
      () => 'missing',
    )
  }
}

function missing(
  { file, line, alias, path }: Identity,
  presence: ReadonlyMap<string, Presence>,
): readonly ConfigFinding[] {
  if (presence.get(path) !== 'missing') return []
  return [
    makeFinding(file, line.number, alias, {
      ...{ code: 'identity-missing', severity: 'warning', fixable: true },
      title: 'The key file is not there',
      detail: `Line ${line.number} names the key ${path}, and there is no such file. ssh passes over it and goes on with other keys, which the server may not know. Put the key back, or take the line out.`,
    }),
  ]
}

function notAKey(
  { file, line, alias, path }: Identity,
  presence: ReadonlyMap<string, Presence>,
  { facts }: AuditContext,
): readonly ConfigFinding[] {
  const reason = presence.get(path) === 'folder' ? 'It is a folder.' : whyNoKey(path, facts.keys)
  if (reason === null) return []
  return [
    makeFinding(file, line.number, alias, {
      ...{ code: 'identity-not-a-key', severity: 'error', fixable: true },
      title: 'This is not a key that ssh can use',
      detail: `Line ${line.number} names ${path}. ${reason} Name the right file, or take the line out.`,
    }),
  ]
}

/** Only whether it can be read is another matter: that is for permissions. */
const NOT_ABOUT_CONTENT: ReadonlySet<string> = new Set(['unreadable-by-us', 'read-error'])

function whyNoKey(path: string, keys: readonly KeyPair[]): string | null {
  const key = keys.find((one) => one.privateKeyPath === path || one.publicKeyPath === path)
  const isPutty = key?.format === 'ppk2' || key?.format === 'ppk3'
  if (key === undefined || (key.pair !== 'unreadable' && !isPutty)) return null
  const problem = key.problems.find(({ severity }) => severity === 'error')
  if (problem !== undefined && NOT_ABOUT_CONTENT.has(problem.code)) return null
  return problem === undefined ? 'It holds no key.' : `${problem.title}.`
}

function tooOpen(
  { file, line, alias, path }: Identity,
  { facts }: AuditContext,
): readonly ConfigFinding[] {
  return facts.permissions
    .filter((one) => one.kind === 'private-key' && one.severity === 'refuses' && one.path === path)
    .map((one) =>
      makeFinding(file, line.number, alias, {
        ...{ code: 'identity-too-open', severity: 'error', fixable: false },
        title: 'ssh ignores this key for its permissions',
        detail: `Line ${line.number} names ${path}. ${one.consequence}`,
        fix: {
          ...{ kind: 'call', label: 'Repair the permissions of the key' },
          ...{ method: 'permissions.plan', params: { findings: [one.id] } },
        },
      }),
    )
}

/** The last test proved that the server takes another key than those of the config. */
function notAccepted(alias: Alias, context: AuditContext): readonly ConfigFinding[] {
  const { facts } = context
  const name = readableValue(alias.alias)
  const accepted = facts.saved.find((one) => one.alias === name)?.acceptedKeyId
  const named = identityPaths(alias.evaluation, alias.alias, context)
  const [first] = named.filter(({ file }) => !file.system)
  if (accepted === undefined || accepted === null || first === undefined) return []
  const ids = named.map(({ path }) => idOf(path, facts.keys))
  // A key that cannot be read might be the right one.
  if (ids.includes(accepted) || ids.includes(null)) return []
  const right = facts.keys.find(({ id }) => id === accepted)
  return [
    makeFinding(first.file, first.line.number, alias.alias, {
      ...{ code: 'identity-not-accepted', severity: 'error', fixable: false },
      title: `${name} is not reached with this key`,
      detail: `In the last test the server accepted ${right?.privateKeyPath ?? accepted}, and the config names ${first.path} for ${name}. Name the key that the server knows, or put this one’s public half on the server.`,
      fix: { kind: 'ask', ask: 'choose-key', label: 'Choose the key for this host' },
    }),
  ]
}

function idOf(path: string, keys: readonly KeyPair[]): string | null {
  const key = keys.find((one) => one.privateKeyPath === path || one.publicKeyPath === path)
  return key?.fingerprint?.sha256 ?? null
}

function tooMany(
  alias: Alias,
  presence: ReadonlyMap<string, Presence>,
  context: AuditContext,
): readonly ConfigFinding[] {
  const { options } = alias.evaluation
  const only = options.first('identitiesonly')
  const named = identityPaths(alias.evaluation, alias.alias, context)
  const [block] = alias.blocks
  if (only.value?.printed === 'yes' || !only.certain || named.length === 0 || !block) return []
  const files = named.filter(({ path }) => presence.get(path) === 'file')
  const ids = new Set(files.map(({ path }) => idOf(path, context.facts.keys) ?? path))
  for (const id of context.facts.agentKeyIds) ids.add(id)
  if (ids.size <= MAX_OFFERED) return []
  const name = readableValue(alias.alias)
  return [
    makeFinding(block.file, block.opener.number, alias.alias, {
      ...{ code: 'many-identities', severity: 'warning', fixable: true },
      title: `${ids.size} keys are offered to ${name}`,
      detail: `ssh offers the keys of the ssh-agent too, ${ids.size} in all. Most servers hang up after six, often before the right one, with “Too many authentication failures”. “IdentitiesOnly yes” makes ssh offer only the keys that the config names.`,
    }),
  ]
}
