/** The login: refusals, agents, and one that works. */

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SshBehaviour, startScriptedSsh } from '../../../support/servers/index.ts'
import type { Situation } from './situations.ts'
import { at } from './situations-network.ts'
import type { SshOptions, World } from './world.ts'

interface Attempt {
  readonly config?: readonly string[]
  readonly accepts?: boolean
  readonly flags?: readonly string[]
  readonly keyArgs?: readonly string[]
  readonly options?: SshOptions
}

const attempt =
  ({ config = [], accepts = false, flags = [], keyArgs = [], options = {} }: Attempt): Situation =>
  async (world) => {
    const key = world.key('mine', keyArgs)
    const authorizedKeys = accepts ? [key.publicLine] : []
    const sshd = await world.sshd({ authorizedKeys, config })
    world.know(sshd)
    const args = [...flags, '-o', 'IdentitiesOnly=yes', '-i', key.path, ...at(sshd.port)]
    return { text: await world.ssh(args, options), ports: [sshd.port] }
  }

const scripted =
  (behaviour: SshBehaviour, keyArgs: readonly string[] = []): Situation =>
  async (world) => {
    const { port } = await world.until(startScriptedSsh(behaviour))
    const key = world.key('mine', keyArgs)
    const args = ['-v', '-o', 'IdentitiesOnly=yes', '-i', key.path, ...at(port)]
    return { text: await world.ssh(args, { strict: 'no' }), ports: [port] }
  }

const AUTHENTICATED = { until: /^Authenticated to / }

async function addToAgent(world: World, names: readonly string[], args: readonly string[] = []) {
  const agent = await world.agent()
  for (const name of names) {
    const path = join(world.home, '.ssh', name)
    spawnSync('ssh-add', [...args, path], { env: { ...process.env, SSH_AUTH_SOCK: agent } })
  }
  return agent
}

export const LOGIN_SITUATIONS: Readonly<Record<string, Situation>> = {
  'denied.txt': attempt({}),
  'denied-verbose.txt': attempt({ flags: ['-v'] }),
  'denied-password-too.txt': attempt({ config: ['PasswordAuthentication yes'] }),
  'denied-after-banner.txt': (world) => {
    const notice = world.file(
      'notice',
      'Welcome.\nPermission denied to nobody.\nAll is recorded.\n',
    )
    return attempt({ config: [`Banner ${notice}`] })(world)
  },
  'password-only.txt': attempt({
    config: ['PubkeyAuthentication no', 'PasswordAuthentication yes'],
  }),
  'one-try-only.txt': attempt({ config: ['MaxAuthTries 1'] }),
  'one-try-only-verbose.txt': attempt({ config: ['MaxAuthTries 1'], flags: ['-v'] }),
  'agent-with-many-keys.txt': async (world) => {
    const names = Array.from({ length: 7 }, (_, index) => `key${index}`)
    for (const name of names) world.key(name)
    const agent = await addToAgent(world, names)
    const sshd = await world.sshd({ authorizedKeys: [] })
    world.know(sshd)
    return { text: await world.ssh(at(sshd.port), { agent }), ports: [sshd.port] }
  },
  'agent-refuses.txt': async (world) => {
    const key = world.key('mine')
    // Without a way to ask the person, the agent refuses what is to be confirmed.
    const agent = await addToAgent(world, ['mine'], ['-c'])
    const sshd = await world.sshd({ authorizedKeys: [key.publicLine] })
    world.know(sshd)
    return { text: await world.ssh(at(sshd.port), { agent }), ports: [sshd.port] }
  },
  'rsa-refused-verbose.txt': attempt({
    accepts: true,
    flags: ['-v'],
    keyArgs: ['-t', 'rsa', '-b', '2048'],
    config: ['PubkeyAcceptedAlgorithms ssh-rsa'],
  }),
  'rsa-sha1-only-verbose.txt': scripted('names-no-signatures', ['-t', 'rsa', '-b', '2048']),
  'dropped-at-login-verbose.txt': scripted('drops-at-login'),
  'accepted-verbose.txt': attempt({ accepts: true, flags: ['-v', '-N'], options: AUTHENTICATED }),
  'accepted-other-key-verbose.txt': async (world) => {
    const wanted = world.key('wanted')
    const other = world.key('other')
    const sshd = await world.sshd({ authorizedKeys: [other.publicLine] })
    world.know(sshd)
    const config = world.file('config', `Host *\n  IdentityFile ${other.path}\n`)
    const args = ['-v', '-N', '-o', 'IdentitiesOnly=yes', '-i', wanted.path, ...at(sshd.port)]
    const text = await world.ssh(args, { config, ...AUTHENTICATED })
    return { text, ports: [sshd.port] }
  },
  'accepted-after-open-key-verbose.txt': async (world) => {
    const good = world.key('good')
    const open = world.file('open', readFileSync(good.path), 0o644)
    const sshd = await world.sshd({ authorizedKeys: [good.publicLine] })
    world.know(sshd)
    const keys = ['-i', open, '-i', good.path]
    const args = ['-v', '-N', '-o', 'IdentitiesOnly=yes', ...keys, ...at(sshd.port)]
    return { text: await world.ssh(args, AUTHENTICATED), ports: [sshd.port] }
  },
}
