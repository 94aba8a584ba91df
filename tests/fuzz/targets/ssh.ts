/** What people paste, what ssh's own files hold, and what ssh and the agent say. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AgentFailure } from '../../../main/agent/ask.ts'
import { heldIdentity } from '../../../main/agent/identity.ts'
import { readDone, readIdentities } from '../../../main/agent/messages.ts'
import { parseOutput } from '../../../main/connection/client/parse-output.ts'
import { wireString, wireUint32 } from '../../../main/keys/index.ts'
import { removableLines, removeName } from '../../../main/known-hosts/edit.ts'
import { formatKnownHosts, parseKnownHosts } from '../../../main/known-hosts/file.ts'
import { judgeKey } from '../../../main/known-hosts/judge.ts'
import { listFile } from '../../../main/known-hosts/list.ts'
import { judgeTarget, parseSshCommand } from '../../../main/ssh-command/index.ts'
import { parseDocument, printDocument } from '../../../main/ssh-config/document.ts'
import { readPrinted } from '../../../main/ssh-config/effective/printed.ts'
import { readEffective } from '../../../main/ssh-config/effective/read-effective.ts'
import { readConfigTree } from '../../../main/ssh-config/index.ts'
import { quoteWord, readDirective } from '../../../main/ssh-config/words.ts'
import { resolvePaths } from '../../../main/storage/index.ts'
import { printable } from '../../../main/system/printable.ts'
import { fail, type Shown, type Target, textsOf, type Vectors } from '../target.ts'

const COMMAND_WORDS = [
  ...['ssh ', 'scp ', 'sftp ', 'rsync -e ', 'root@', ':22', ' -p ', ' -i ', '-o', 'Port=', '-J '],
  ...['-oProxyCommand=x', '://', '<', '>', '->', '→', '“', '’', '–', '\\\n', '$(', '`', '^', '--'],
  ...['ssh.runpod.io', '# x', 'IP', '[', '::1', ']', '%', '#', ';', '&&', '|', '{', '\u200b'],
]
const CONFIG_WORDS = [
  ...['Host *\n', 'Match all\n', 'Match host *.x,!y\n', 'Match exec "x"\n', 'Include *\n'],
  ...['Include ~/.ssh/config\n', 'IdentityFile %d/%h%%%\n', 'ProxyJump a,b\n', '\tPort 22\n'],
  ...['HostName ', 'User "a\\"b"\n', 'LocalForward 1 a:2\n', '# x\n', '=', '"', "'", '$', '{HOME}'],
  ...['SendEnv A*\n', 'IgnoreUnknown *\n', 'SetEnv A=b\n', '%', '!', '?', '*', 'yes', 'none'],
]
const HOSTS_WORDS = [
  ...['@revoked ', '@cert-authority ', '|1|AAAA|BBBB', '[a]:22', '*', '?', '!', ',', '#'],
  ...['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI', ' 1024 65537 ', '*a', '\t'],
]

export function sshTargets(vector: Vectors, root: string): readonly Target[] {
  const [, coded = ''] = String(vector('public-keys/ed25519.pub')).split(' ')
  const blob = Buffer.from(coded, 'base64')
  return [
    { name: 'ssh commands', samples: commandsOf(vector), tokens: COMMAND_WORDS, read: readCommand },
    ...configTargets(root),
    {
      ...{ name: 'known_hosts', samples: [vector('known-hosts/mixed')], tokens: HOSTS_WORDS },
      read: (input) => readHosts(input, blob),
    },
    {
      ...{ name: 'ssh output', samples: filesOf(root, 'ssh-output'), read: readOutput },
      tokens: [
        ...['debug1: ', 'Permission denied (', 'Load key "', '": ', 'Offending ', ' line 1'],
        ...['\\303\\274', '\\342\\200\\256', '\\302\\205', '\\\\'],
      ],
    },
    {
      ...{ name: 'agent messages', samples: agentMessages(blob), read: readAgent },
      tokens: ['ssh-ed25519', '\x0c', '\x00\x00\x00\x01', '\x05'],
    },
  ]
}

function commandsOf(vector: Vectors): readonly Buffer[] {
  return ['runpod.json', 'wrong-forms.json'].flatMap((name) =>
    [...String(vector(`ssh-command/${name}`)).matchAll(/"text": ("(?:[^"\\]|\\.)*")/g)].map(
      ([, text = '""']) => Buffer.from(String(JSON.parse(text))),
    ),
  )
}

function configTargets(root: string): readonly Target[] {
  const samples = ['accepted', 'refused'].flatMap((kind) => filesOf(root, `ssh-config/${kind}`))
  const printed = 'hostname a\nport 22\nidentityfile ~/.ssh/a\nsendenv LANG\n'
  return [
    { name: 'ssh config, lines', samples, tokens: CONFIG_WORDS, read: readLines },
    {
      ...{ name: 'ssh config, effective', samples, tokens: CONFIG_WORDS, longest: 16_384 },
      read: effectiveReader(),
    },
    {
      ...{ name: 'ssh -G', samples: [Buffer.from(printed)] },
      tokens: ['localforward 1 /x\n', 'dynamicforward 1\n', 'sendenv ', ' '],
      read: (input) => {
        readPrinted(input.toString('latin1'))
        return []
      },
    },
  ]
}

function filesOf(root: string, folder: string): readonly Buffer[] {
  const path = join(root, 'tests/vectors', folder)
  return readdirSync(path)
    .toSorted()
    .filter((name) => !name.endsWith('.md'))
    .map((name) => readFileSync(join(path, name)))
}

function readCommand(input: Buffer): Shown {
  const parsed = parseSshCommand(input.toString('utf8'))
  const hasError = parsed.problems.some(({ severity }) => severity === 'error')
  if ((parsed.target === null) !== hasError) fail('a target and an error, or neither')
  if (parsed.target !== null && judgeTarget(parsed.target) !== null) fail('a target ssh refuses')
  if (parsed.options.some(({ name }) => name.toLowerCase() === 'proxycommand')) {
    fail('lets a ProxyCommand through')
  }
  const { host = '', user = '' } = parsed.target ?? {}
  return [...textsOf(parsed.problems), host, user]
}

function readLines(input: Buffer): Shown {
  const document = parseDocument(input)
  if (!printDocument(document).equals(input)) fail('the document is not printed as it was')
  for (const { directive, text } of document.lines) {
    const [word] = directive?.words ?? []
    if (word === undefined) continue
    const again = readDirective(`Host ${quoteWord(word.value, '')}`)
    if (word.value !== '' && !/["\n]/.test(word.value) && again?.words[0]?.value !== word.value) {
      fail(`quotes ${JSON.stringify(word.value)} of ${JSON.stringify(text)} such that it changes`)
    }
  }
  return []
}

function effectiveReader(): Target['read'] {
  // In memory where that is possible: a disk is slower than the reader.
  const memory = '/dev/shm'
  const home = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'keypilot-fuzz-'))
  process.once('exit', () => rmSync(home, { recursive: true, force: true }))
  const paths = resolvePaths({ env: {}, platform: 'linux', home })
  const file = join(paths.sshDir, 'config')
  const around = {
    ...({ platform: 'linux', env: { HOME: home }, home, sshDir: paths.sshDir } as const),
    ...{ user: { name: 'me', uid: 1 }, hostname: 'here', systemConfig: null },
  }
  mkdirSync(paths.sshDir)
  return async (input) => {
    writeFileSync(file, input)
    const config = await readEffective(paths, { host: 'pod' }, around)
    if (!Number.isInteger(config.port)) fail('the port is no number')
    if (config.settings.some(({ value }) => typeof value !== 'string')) fail('a value is no text')
    if (input.length % 4 === 0) await readConfigTree(paths, around)
    return [...textsOf(config.problems), ...config.blocks.map(({ why }) => why)]
  }
}

function readHosts(input: Buffer, blob: Buffer): Shown {
  const lines = parseKnownHosts(input)
  if (!formatKnownHosts(lines).equals(input)) fail('the file is not printed as it was')
  const { rows, invalid } = listFile('f', input, [])
  judgeKey(lines, 'pod.example.com', 2_222, blob)
  const removable = new Set(removableLines(input, '192.0.2.1', 22).map(({ raw }) => raw))
  if (removeName(input, '192.0.2.1', 22, removable).length > input.length) fail('removing adds')
  return [...rows.map(({ comment }) => comment), ...invalid.map(({ reason }) => reason)]
}

function readOutput(input: Buffer): Shown {
  const { evidence, facts } = parseOutput(input.toString('utf8'))
  if (evidence.length > 10) fail('too much evidence')
  if (evidence.some((line) => line.length > 1_000)) fail('evidence without an end')
  if (facts.offeredKeys.length > 100) fail('keys without an end')
  // What is shown goes through `printable`, as it does for any text of a server.
  return evidence.map((line) => printable(line))
}

function agentMessages(blob: Buffer): readonly Buffer[] {
  const one = [wireString(blob), wireString('me@here')]
  const list = (count: number, parts: readonly Buffer[]) =>
    Buffer.concat([Buffer.from([12]), wireUint32(count), ...parts])
  return [list(0, []), list(1, one), list(2, [...one, ...one]), Buffer.from([5]), Buffer.from([6])]
}

function readAgent(input: Buffer): Shown {
  for (const read of [readIdentities, readDone]) {
    try {
      const answer = read(input)
      if (typeof answer !== 'boolean') for (const identity of answer) heldIdentity(identity)
    } catch (error) {
      if (!(error instanceof AgentFailure)) throw error
    }
  }
  return []
}
