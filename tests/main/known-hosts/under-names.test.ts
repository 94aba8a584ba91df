/** A pod's host key stands under its address and under its own name, and ssh finds it by that name. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  alsoUnderNames,
  createKnownHosts,
  type KnownHosts,
} from '../../../main/known-hosts/index.ts'
import { parsePublicKeyLine } from '../../../main/public-keys/index.ts'
import { resolvePaths } from '../../../main/storage/index.ts'

const FIRST = { host: '203.0.113.7', port: 12345 }
const SECOND = { host: '203.0.113.9', port: 22061 }
const ELSE = { host: '203.0.113.7', port: 999 }
const NAME = 'runpod-k3v9x2m1q8'

let home: string
let knownHosts: KnownHosts

beforeEach(() => {
  home = mkdtempSync(join(homedir(), 'known-hosts-names-'))
  const env = { KEYPILOT_SSH_DIR: join(home, '.ssh'), KEYPILOT_DATA_DIR: join(home, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home })
  mkdirSync(paths.sshDir, { mode: 0o700 })
  // The pod is saved with its first address, and then with its second.
  knownHosts = alsoUnderNames(createKnownHosts({ paths }), async (host, port) =>
    [FIRST, SECOND].some((one) => one.host === host && one.port === port) ? [NAME] : [],
  )
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const yes = { confirm: async () => true }
const names = () => {
  const text = readFileSync(join(home, '.ssh', 'known_hosts'), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' ')[0])
}

function makeKey(name: string, type = 'ed25519') {
  const path = join(home, name)
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', path])
  const line = readFileSync(`${path}.pub`, 'utf8').trim()
  return { line, blob: parsePublicKeyLine(line)?.blob ?? Buffer.alloc(0) }
}

test('what is accepted stands under both, and is known again at a new address', async () => {
  const { line, blob } = makeKey('host')
  await knownHosts.accept({ ...FIRST, key: line })
  expect(names()).toEqual(['[203.0.113.7]:12345', NAME])
  expect(await knownHosts.judge(SECOND.host, SECOND.port, blob)).toMatchObject({ status: 'known' })
  expect(await knownHosts.judge(ELSE.host, ELSE.port, blob)).toMatchObject({ status: 'new' })
  expect(await knownHosts.lookup(FIRST.host, FIRST.port)).toHaveLength(2)
  // As `ssh -o HostKeyAlias=…` looks it up.
  const file = join(home, '.ssh', 'known_hosts')
  expect(execFileSync('ssh-keygen', ['-F', NAME, '-f', file], { encoding: 'utf8' })).toContain(
    line.split(' ')[1],
  )
})

test('another key of the same pod is noticed, though its address is new', async () => {
  await knownHosts.accept({ ...FIRST, key: makeKey('host').line })
  const other = makeKey('other')
  expect(await knownHosts.judge(SECOND.host, SECOND.port, other.blob)).toMatchObject({
    status: 'changed',
    recorded: [{ type: 'ssh-ed25519' }],
  })
  const { removed } = await knownHosts.forget(SECOND, yes)
  expect(removed).toHaveLength(1)
  expect(names()).toEqual(['[203.0.113.7]:12345'])
  await knownHosts.accept({ ...SECOND, key: other.line })
  expect(names()).toEqual(['[203.0.113.7]:12345', '[203.0.113.9]:22061', NAME])
})

test('forgetting asks once, and takes both', async () => {
  await knownHosts.accept({ ...FIRST, key: makeKey('host').line })
  const confirm = vi.fn(async () => true)
  expect((await knownHosts.forget(FIRST, { confirm })).removed).toHaveLength(2)
  expect(confirm).toHaveBeenCalledTimes(1)
  expect(names()).toEqual([])
  await knownHosts.accept({ ...FIRST, key: makeKey('again').line })
  await expect(knownHosts.forget(FIRST, { confirm: async () => false })).rejects.toMatchObject({
    code: 'declined',
  })
  expect(names()).toHaveLength(2)
})

test('what is recorded for an address is given to a name once, in every type', async () => {
  const [one, two] = [makeKey('one'), makeKey('two', 'ecdsa')]
  const file = join(home, '.ssh', 'known_hosts')
  execFileSync('sh', ['-c', `printf '%s\\n' "$@" > "$0"`, file, ...[one, two].map(at)])
  await knownHosts.recordAs(ELSE, 'runpod-other')
  await knownHosts.recordAs(ELSE, 'runpod-other')
  expect(names()).toEqual([
    '[203.0.113.7]:999',
    '[203.0.113.7]:999',
    'runpod-other',
    'runpod-other',
  ])
  await knownHosts.recordAs({ host: 'unknown.example', port: 22 }, 'runpod-none')
  expect(names()).toHaveLength(4)
})

const at = ({ line }: { readonly line: string }) => `[203.0.113.7]:999 ${line}`
