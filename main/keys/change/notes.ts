/** What a plan says beside its list of files: what follows by itself, and what does not. */

import { dirname } from 'node:path'
import type { KeyPair, Problem } from '../../contract/methods.ts'
import { isDefaultName } from '../listing/default-names.ts'
import type { PairFile } from './pair-files.ts'

/** A note names no more than that many connections. */
const MAX_NAMES = 8

interface Place {
  readonly pair: KeyPair
  readonly sshDir: string
}

export interface RenameFacts extends Place {
  readonly files: readonly PairFile[]
  readonly newName: string
  /** Whether a line of the ssh config will name the key under its new name. */
  readonly namedByConfig: boolean
  /** Links that lead to the files. */
  readonly links: readonly string[]
}

/** Lines of the config that stay as they are come from elsewhere. */
export function renameNotes(facts: RenameFacts): readonly Problem[] {
  const { pair, newName, links } = facts
  return [
    ...defaultNameNotes(facts),
    ...links.map((link) =>
      note('link-breaks', 'warning', {
        title: 'A link will lead nowhere',
        detail: `${link} is a symbolic link (a pointer to another file) to this key under its old name. Make the link again after the change.`,
      }),
    ),
    ...(isUsed(pair, 'agent')
      ? [
          note('agent-keeps-key', 'info', {
            title: 'The ssh-agent holds this key',
            detail:
              'It keeps the key and goes on working; the ssh-agent does not care about file names.',
          }),
        ]
      : []),
    ...connectionsFollow(connectionNames(pair)),
    ...(isUsed(pair, 'setup')
      ? [
          note('setup-follows', 'info', {
            title: 'Setup goes on with this key',
            detail: `It knows the key by its fingerprint. A command that names the old file with -i, saved there or anywhere else, still says ${pair.name} and not ${newName}.`,
          }),
        ]
      : []),
  ]
}

/** They name the key by its fingerprint, so nothing of theirs is written. */
function connectionsFollow(names: readonly string[]): readonly Problem[] {
  if (names.length === 0) return []
  return [
    note('connections-follow', 'info', {
      title: 'Saved connections go on with this key',
      detail: `A saved connection knows its key by the fingerprint and not by the file name, so the new name changes nothing for: ${listed(names)}.`,
    }),
  ]
}

function defaultNameNotes(facts: RenameFacts): readonly Problem[] {
  const { pair, newName, sshDir, files } = facts
  const isPrivate = files.some(({ what }) => what === 'private')
  if (!isPrivate || !isIn(pair, sshDir)) return []
  const before = isDefaultName(pair.name)
  const after = isDefaultName(newName)
  if (before && !after) {
    const detail = facts.namedByConfig
      ? `ssh tries ${pair.name} by itself at every server. Under the new name it uses the key only where its config names it, or with: ssh -i ${newName}`
      : `ssh tries ${pair.name} by itself at every server. Under the new name it needs “-i ${newName}” in the command, or an IdentityFile line in the ssh config.`
    const severity = facts.namedByConfig ? 'info' : 'warning'
    return [
      note('no-longer-default', severity, { title: 'ssh will not find it by itself', detail }),
    ]
  }
  if (!before && after) {
    return [
      note('now-default', 'info', {
        title: 'ssh will try this key by itself',
        detail: `${newName} is a name that ssh looks for at every server, without being told to.`,
      }),
    ]
  }
  return []
}

export interface RemoveFacts extends Place {
  readonly files: readonly PairFile[]
  /** Other files with a private half of the same key. */
  readonly copies: readonly string[]
  readonly links: readonly string[]
  readonly backupsDir: string
}

export function removeNotes(facts: RemoveFacts): readonly Problem[] {
  const { pair, files, links, backupsDir } = facts
  const notes = [...copyNotes(facts)]
  for (const { path } of files.filter(({ isLink }) => isLink)) {
    notes.push(
      note('only-the-link', 'info', {
        title: 'Only a link is removed',
        detail: `${path} is a symbolic link. The file it leads to stays where it is.`,
      }),
    )
  }
  for (const link of links) {
    notes.push(
      note('link-breaks', 'warning', {
        title: 'A link will lead nowhere',
        detail: `${link} is a symbolic link (a pointer to another file) to this key.`,
      }),
    )
  }
  notes.push(...notesOnUses(pair, facts.copies.length > 0))
  notes.push(
    note('kept-in-backups', 'info', {
      title: 'The files are kept',
      detail: `They go to the backups in ${backupsDir}, which only your account can open, and can be brought back from there. To destroy the key for good, delete them there afterwards.`,
    }),
  )
  return notes
}

function copyNotes({ pair, files, copies }: RemoveFacts): readonly Problem[] {
  if (!files.some(({ what, isLink }) => what === 'private' && !isLink)) return []
  if (copies.length > 0) {
    return [
      note('same-key-elsewhere', 'info', {
        title: 'The same key is in another file too',
        detail: `It stays usable from ${copies.join(', ')}.`,
      }),
    ]
  }
  if (pair.fingerprint === null) return []
  return [
    note('only-copy', 'warning', {
      title: 'This is the only copy that Keypilot knows',
      detail:
        'Servers and accounts that accept no other key of yours will no longer let this computer in.',
    }),
  ]
}

function notesOnUses(pair: KeyPair, hasCopies: boolean): readonly Problem[] {
  const notes: Problem[] = []
  const lines = pair.uses.flatMap((use) => (use.kind === 'config' ? [use] : []))
  if (lines.length > 0) {
    const places = lines.map(({ file, line }) => `${file}, line ${line}`).join('; ')
    notes.push(
      note('config-names-key', 'warning', {
        title: 'The ssh config names this key',
        detail: `Those lines stay, and ssh will pass over them: ${places}.`,
      }),
    )
  }
  if (isUsed(pair, 'agent')) {
    notes.push(
      note('agent-keeps-key', 'warning', {
        title: 'The ssh-agent still holds this key',
        detail:
          'Programs can go on logging in with it until it is taken out of the ssh-agent, or the ssh-agent ends.',
      }),
    )
  }
  if (isUsed(pair, 'runpod')) {
    notes.push(
      note('runpod-keeps-key', 'info', {
        title: 'RunPod still lists its public half',
        detail: 'If the key is not to be used any more, take it off your RunPod account too.',
      }),
    )
  }
  const connections = connectionNames(pair)
  if (connections.length > 0) notes.push(connectionsNote(connections, hasCopies))
  if (isUsed(pair, 'setup')) {
    notes.push(
      note('setup-loses-key', 'warning', {
        title: 'Setup works with this key',
        detail: 'Choose another one there afterwards.',
      }),
    )
  }
  return notes
}

function connectionsNote(names: readonly string[], hasCopies: boolean): Problem {
  if (hasCopies) {
    return note('connections-use-copy', 'info', {
      title: 'Saved connections go on with the other file',
      detail: `They look for the key and not for the file: ${listed(names)}.`,
    })
  }
  return note('connections-lose-key', 'warning', {
    title: 'Saved connections log in with this key',
    detail: `Choose another key afterwards in: ${listed(names)}.`,
  })
}

function connectionNames(pair: KeyPair): readonly string[] {
  return pair.uses.flatMap((use) => (use.kind === 'connection' ? [use.name] : []))
}

/** The first few, and how many more there are. */
function listed(names: readonly string[]): string {
  const more = names.length - MAX_NAMES
  const shown = names.slice(0, MAX_NAMES).join(', ')
  return more > 0 ? `${shown}, and ${more} more` : shown
}

function isUsed(pair: KeyPair, kind: KeyPair['uses'][number]['kind']): boolean {
  return pair.uses.some((use) => use.kind === kind)
}

function isIn(pair: KeyPair, folder: string): boolean {
  return dirname(pair.privateKeyPath ?? pair.publicKeyPath ?? '') === folder
}

export function note(
  code: string,
  severity: Problem['severity'],
  words: { readonly title: string; readonly detail: string },
): Problem {
  return { code, severity, ...words }
}
