/** What the real programs say about a known_hosts file. */

import { spawnSync } from 'node:child_process'

export interface FoundLine {
  readonly line: number
  readonly marker: 'cert-authority' | 'revoked' | null
}

/** The lines that `ssh-keygen -F` finds for a name such as `[1.2.3.4]:22022`. */
export function keygenFinds(file: string, name: string): readonly FoundLine[] {
  const { stdout } = spawnSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' })
  return [...stdout.matchAll(/^# Host .* found: line (\d+) ?(CA|REVOKED)?/gm)].map(
    ([, line, marker]) => ({
      line: Number(line),
      marker: marker === 'CA' ? 'cert-authority' : marker === 'REVOKED' ? 'revoked' : null,
    }),
  )
}

/** Whether `ssh` takes the server's key as known, new, changed or revoked; it never gets to log in. */
export function sshJudges(file: string, port: number): string {
  const { stderr } = spawnSync(
    'ssh',
    [
      ...['-F', 'none', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=yes'],
      ...['-o', `UserKnownHostsFile=${file}`, '-o', 'GlobalKnownHostsFile=/dev/null'],
      ...['-o', 'IdentitiesOnly=yes', '-i', '/nonexistent', '-p', String(port)],
      ...['nobody@127.0.0.1', 'true'],
    ],
    { encoding: 'utf8' },
  )
  if (stderr.includes('REVOKED HOST KEY DETECTED')) return 'revoked'
  if (stderr.includes('REMOTE HOST IDENTIFICATION HAS CHANGED')) return 'changed'
  if (/No \S+ host key is known for/.test(stderr)) return 'new'
  if (stderr.includes('Permission denied')) return 'known'
  return `unclear: ${stderr}`
}
