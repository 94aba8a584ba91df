/** After the login: commands, terminals, copying, forwarding. */

import {
  type SshBehaviour,
  startRunPodProxy,
  startScriptedSsh,
} from '../../../support/servers/index.ts'
import type { Situation } from './situations.ts'
import { at } from './situations-network.ts'
import type { World } from './world.ts'

interface Visit {
  readonly config?: readonly string[]
  /** In front of the key in authorized_keys. */
  readonly restriction?: string
  readonly flags?: readonly string[]
  readonly command?: readonly string[]
  readonly program?: 'scp' | 'sftp'
}

const visit =
  ({ config = [], restriction = '', flags = [], command = [], program }: Visit): Situation =>
  async (world) => {
    const key = world.key('mine')
    const sshd = await world.sshd({
      authorizedKeys: [`${restriction}${key.publicLine}`],
      // The account's own .bashrc may take its time, and may print something.
      config: [...config, `SetEnv HOME=${world.home}`],
    })
    world.know(sshd)
    const identity = ['-o', 'IdentitiesOnly=yes', '-i', key.path]
    const place =
      program === undefined
        ? [...at(sshd.port), ...command]
        : ['-P', String(sshd.port), '--', ...command]
    const args = [...flags, ...identity, ...place]
    return {
      text: await world.ssh(args, program === undefined ? {} : { program }),
      ports: [sshd.port],
    }
  }

const scripted =
  (behaviour: SshBehaviour, command: readonly string[]): Situation =>
  async (world) => {
    const key = world.key('mine')
    const { port } = await world.until(startScriptedSsh(behaviour))
    const args = ['-o', 'IdentitiesOnly=yes', '-i', key.path, ...at(port), ...command]
    const text = await world.ssh(args, { strict: 'no' })
    return { text, ports: [port] }
  }

async function atProxy(
  world: World,
  flags: readonly string[],
  command: readonly string[],
  terminal: 'prompt' | 'container-not-found' = 'prompt',
) {
  const key = world.key('mine', ['-t', 'ed25519'])
  const proxy = await world.until(startRunPodProxy({ authorizedKeys: [key.publicLine], terminal }))
  world.know({ port: proxy.port, hostKeys: [proxy.hostKey] })
  const place = ['-p', String(proxy.port), '--', `${proxy.user}@127.0.0.1`]
  const args = [...flags, '-o', 'IdentitiesOnly=yes', '-i', key.path, ...place, ...command]
  return { text: await world.ssh(args), ports: [proxy.port] }
}

const COPY = 'root@127.0.0.1:/etc/hostname'
const NOISE = ['ForceCommand echo "Welcome to this pod"']

export const SESSION_SITUATIONS: Readonly<Record<string, Situation>> = {
  'no-terminal.txt': visit({ restriction: 'no-pty ', flags: ['-tt'], command: ['true'] }),
  'no-sessions.txt': visit({ config: ['MaxSessions 0'], command: ['true'] }),
  'no-shell.txt': visit({
    config: ['ForceCommand echo "This account is currently not available."; exit 1'],
  }),
  'no-commands.txt': scripted('shell-only', ['true']),
  'closed-after-login.txt': scripted('drops-at-session', ['true']),
  'no-sftp.txt': visit({
    config: ['Subsystem other /bin/false'],
    program: 'sftp',
    command: ['root@127.0.0.1'],
  }),
  'no-sftp-program.txt': visit({
    config: ['Subsystem sftp /nonexistent/sftp-server'],
    program: 'sftp',
    command: ['root@127.0.0.1'],
  }),
  'noisy-shell-sftp.txt': visit({ config: NOISE, program: 'sftp', command: ['root@127.0.0.1'] }),
  'noisy-shell-scp.txt': visit({ config: NOISE, program: 'scp', command: [COPY, '/dev/null'] }),
  'forwarding-forbidden.txt': visit({
    config: ['AllowTcpForwarding no'],
    flags: ['-W', '127.0.0.1:9'],
  }),
  'proxy-command.txt': (world) => atProxy(world, [], ['nvidia-smi']),
  'proxy-subsystem.txt': (world) => atProxy(world, ['-s'], ['sftp']),
  'proxy-container-not-found.txt': (world) => atProxy(world, ['-tt'], [], 'container-not-found'),
}
