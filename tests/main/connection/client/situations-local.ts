/** Faults on the person's own computer: key files, configs, agents, arguments. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Situation } from './situations.ts'
import { at } from './situations-network.ts'
import type { World } from './world.ts'

/** A server that takes `good`; what is tried is made of it. */
async function loginWith(
  world: World,
  prepare: (good: { readonly path: string; readonly bytes: Buffer }) => string,
  flags: readonly string[] = [],
) {
  const good = world.key('good')
  const sshd = await world.sshd({ authorizedKeys: [good.publicLine] })
  world.know(sshd)
  const path = prepare({ path: good.path, bytes: readFileSync(good.path) })
  const args = [...flags, '-o', 'IdentitiesOnly=yes', '-i', path, ...at(sshd.port)]
  return { text: await world.ssh(args), ports: [sshd.port] }
}

const damaged =
  (damage: (bytes: Buffer) => Buffer | string): Situation =>
  (world) =>
    loginWith(world, ({ bytes }) => world.file('damaged', damage(bytes)))

const withConfig =
  (lines: readonly string[]): Situation =>
  async (world) => {
    const config = world.file('config', lines.map((line) => `${line}\n`).join(''))
    return { text: await world.ssh(['--', 'pod'], { config }), ports: [] }
  }

const program =
  (argv: readonly [string, ...string[]]): Situation =>
  async (world) => {
    const [name, ...args] = argv
    world.file('notes', 'nothing that is a key\n')
    const inHome = args.map((arg) => arg.replace('~', world.home))
    return { text: await world.ssh(inHome, { program: name }), ports: [] }
  }

const CRLF = (bytes: Buffer) => bytes.toString('latin1').replaceAll('\n', '\r\n')

export const LOCAL_SITUATIONS: Readonly<Record<string, Situation>> = {
  'key-mode-0644.txt': (world) => loginWith(world, ({ bytes }) => world.file('open', bytes, 0o644)),
  'key-mode-0777-verbose.txt': (world) =>
    loginWith(world, ({ bytes }) => world.file('open', bytes, 0o777), ['-v']),
  'key-with-crlf.txt': damaged(CRLF),
  'key-truncated.txt': damaged((bytes) => bytes.subarray(0, 200)),
  'key-empty.txt': damaged(() => ''),
  'key-is-public-half.txt': (world) =>
    loginWith(world, ({ path }) => world.file('pasted', readFileSync(`${path}.pub`))),
  'key-is-putty.txt': damaged(() => 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n'),
  'key-missing.txt': (world) => loginWith(world, () => join(world.home, '.ssh', 'nowhere')),
  'key-is-folder.txt': (world) => loginWith(world, () => world.home),
  'key-missing-in-config.txt': async (world) => {
    const sshd = await world.sshd({ authorizedKeys: [] })
    world.know(sshd)
    const config = world.file('config', `IdentityFile ${world.home}/.ssh/nowhere\n`)
    return { text: await world.ssh(['-v', ...at(sshd.port)], { config }), ports: [sshd.port] }
  },
  'key-has-passphrase.txt': (world) =>
    loginWith(world, () => world.key('locked', ['-N', 'correct horse']).path),
  'key-has-passphrase-verbose.txt': async (world) => {
    const locked = world.key('locked', ['-N', 'correct horse'])
    const sshd = await world.sshd({ authorizedKeys: [locked.publicLine] })
    world.know(sshd)
    const args = ['-v', '-o', 'IdentitiesOnly=yes', '-i', locked.path, ...at(sshd.port)]
    return { text: await world.ssh(args), ports: [sshd.port] }
  },
  'key-pair-mismatch.txt': (world) =>
    loginWith(world, ({ path }) => {
      const other = world.key('other')
      const copy = world.file('mixed', readFileSync(other.path))
      world.file('mixed.pub', readFileSync(`${path}.pub`))
      return copy
    }),
  // ssh looks at the mode of the usual config and of every included file, not of one named by -F.
  'config-mode-0666.txt': async (world) => {
    const included = world.file('included', 'Host *\n', 0o666)
    return withConfig([`Include ${included}`])(world)
  },
  'config-bad-option.txt': withConfig(['Host *', '  Hostnam 203.0.113.7']),
  'config-extra-arguments.txt': withConfig(['Host *', '  Port 22 23']),
  'config-no-argument.txt': withConfig(['Host *', '  Port']),
  'config-bad-number.txt': withConfig(['Port twenty-two']),
  'config-quotes.txt': withConfig(['Host *', '  IdentityFile "/home/me/my key']),
  'config-bad-yes-no.txt': withConfig(['IdentitiesOnly maybe']),
  'config-missing.txt': async (world) => ({
    text: await world.ssh(['--', 'pod'], { config: join(world.home, 'nowhere') }),
    ports: [],
  }),
  'unknown-flag.txt': async (world) => ({ text: await world.ssh(['-d', '--', 'pod']), ports: [] }),
  'no-agent.txt': program(['ssh-add', '-l']),
  'keygen-no-public-key.txt': program(['ssh-keygen', '-lf', '~/.ssh/notes']),
  'keygen-short-rsa.txt': program([
    'ssh-keygen',
    '-t',
    'rsa',
    '-b',
    '512',
    '-N',
    '',
    '-f',
    '~/.ssh/new',
  ]),
}
