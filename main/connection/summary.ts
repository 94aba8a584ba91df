/** What a login is good for, in two or three sentences. */

import type { Facts } from './facts.ts'
import type { Capabilities } from './stages/session-options.ts'

/** Null when nobody got in, or nothing was learned about it. */
export function summarise({ target, capabilities, acceptedKey }: Facts): string | null {
  const { exec, sftp, pty, forwarding } = capabilities
  if (exec === null && pty === null) return null
  if (exec === false && sftp === false && forwarding === false) return terminalOnly(target.kind)
  const uses = usesOf(capabilities)
  const works = uses.flatMap(({ name, works: does }) => (does === true ? [name] : []))
  const fails = uses.flatMap(({ name, works: does }) => (does === false ? [name] : []))
  const parts = [
    works.length === 0 ? '' : `${capitalise(listOf(works))} will work.`,
    fails.length === 0 ? '' : `${capitalise(listOf(fails))} will not work.`,
    acceptedKey === null ? 'Nothing was learned about the key.' : '',
  ]
  return parts.filter((part) => part !== '').join(' ') || null
}

function terminalOnly(kind: Facts['target']['kind']): string {
  return kind === 'generic'
    ? 'A terminal, and nothing else: copying files, VS Code and tunnels will not work.'
    : 'A terminal only. For scp, VS Code and tunnels the pod needs a public IP and TCP port 22: open its Connect tab and copy the command under “SSH over exposed TCP”.'
}

interface Use {
  readonly name: string
  /** Null: not known. */
  readonly works: boolean | null
}

/** VS Code and Cursor start their helper by a command and reach it by a forwarded port. */
function usesOf({ exec, sftp, pty, forwarding }: Capabilities): readonly Use[] {
  return [
    { name: 'a terminal', works: pty },
    { name: 'running single commands over ssh', works: exec === false ? false : null },
    { name: 'VS Code and Cursor', works: both(exec, forwarding) },
    { name: 'copying files with scp and sftp', works: sftp },
    { name: 'tunnels', works: forwarding },
  ]
}

function both(one: boolean | null, other: boolean | null): boolean | null {
  if (one === false || other === false) return false
  return one === null || other === null ? null : true
}

function listOf(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
