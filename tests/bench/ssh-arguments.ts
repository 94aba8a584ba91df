/** `ssh … true` as a person's command would be, without anybody's config and agent. */

export interface SshLogin {
  readonly user: string
  readonly host: string
  readonly port: number
  readonly path: string
  readonly knownHostsFile: string
}

export function sshArguments({ user, host, port, path, knownHostsFile }: SshLogin): string[] {
  return [
    ['-F', 'none'],
    ['-o', 'BatchMode=yes'],
    ['-o', 'IdentitiesOnly=yes'],
    ['-o', 'IdentityAgent=none'],
    ['-o', 'StrictHostKeyChecking=yes'],
    ['-o', `UserKnownHostsFile=${knownHostsFile}`],
    ['-i', path],
    ['-p', String(port), '--', `${user}@${host}`, 'true'],
  ].flat()
}
