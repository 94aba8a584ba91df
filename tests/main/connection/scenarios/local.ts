/** Situations on this computer: the key file, the ssh config, the command. */

import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CauseCode, ConfigFinding } from '../../../../main/contract/methods.ts'
import { type Bench, type MadeKey, makeKey } from '../support.ts'
import { type Arranged, at, type Scenario } from './scenario.ts'

/** Nothing is reached in these situations. */
const nowhere = { host: '127.0.0.1', port: 9, stop: async () => {} }
const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(path, change(readFileSync(path, 'utf8')))

type Change = (bench: Bench, key: MadeKey) => Partial<Arranged['params']> | undefined

const keyFile = (name: string, cause: CauseCode, evidence: RegExp, change: Change): Scenario => ({
  name,
  cause,
  evidence,
  arrange: (bench, key) => {
    const params = change(bench, key) ?? {}
    return at(nowhere, { params: { identityFile: key.path, ...params } })
  },
})

const damaged = (name: string, evidence: RegExp, change: (text: string) => string): Scenario =>
  keyFile(`a key file ${name}`, 'key-file-unreadable', evidence, (_bench, key) => {
    edit(key.path, change)
    return {}
  })

/** As the audit of the config tells it; that it finds the fault is tested with the audit. */
function withFinding(code: string, cause: CauseCode, evidence: RegExp): Scenario {
  return {
    name: `a config that stops ssh: ${code}`,
    cause,
    evidence,
    arrange: (bench) => {
      const file = join(bench.sshDir, 'config')
      const finding: ConfigFinding = {
        ...{ id: 'f', code, severity: 'error', file, line: 3, alias: null, fixable: true },
        ...{ title: 'ssh refuses line 3', detail: 'It does not know the word.' },
      }
      return at(nowhere, { options: { outside: { configFindings: async () => [finding] } } })
    },
  }
}

export const LOCAL: readonly Scenario[] = [
  damaged('with Windows line ends', /line/i, (text) => text.replaceAll('\n', '\r\n')),
  damaged('that was cut off', /./, (text) => text.slice(0, text.length / 2)),
  damaged('that is empty', /empty/i, () => ''),
  damaged('that is a web page', /./, () => '<!doctype html><html></html>\n'),
  keyFile('a key file in UTF-16', 'key-file-unreadable', /UTF-16/, (_bench, key) => {
    writeFileSync(key.path, Buffer.from(`\ufeff${readFileSync(key.path, 'utf8')}`, 'utf16le'))
    return {}
  }),
  keyFile('a private key that is the public one', 'key-file-unreadable', /public/i, (_, key) => {
    copyFileSync(`${key.path}.pub`, key.path)
    return {}
  }),
  keyFile('a path with no file', 'key-file-missing', /nowhere/, (bench) => ({
    identityFile: join(bench.sshDir, 'nowhere'),
  })),
  keyFile('a key that others could read', 'key-permissions', /0644/, (_bench, key) => {
    chmodSync(key.path, 0o644)
    return {}
  }),
  keyFile('a .pub of another key', 'public-key-mismatch', /another key/, (bench, key) => {
    writeFileSync(`${key.path}.pub`, makeKey(join(bench.sshDir, 'other')).publicLine)
    return {}
  }),
  keyFile('only the public half', 'no-key', /only the public half/, (_bench, key) => {
    rmSync(key.path)
    return { keyId: key.id }
  }),
  keyFile('a locked key without its passphrase', 'passphrase-needed', /locked/, (bench) => ({
    identityFile: bench.makeKey('locked', ['-N', 'correct horse']).path,
  })),
  keyFile('a locked key with a wrong one', 'passphrase-wrong', /does not unlock/, (bench) => ({
    identityFile: bench.makeKey('locked', ['-N', 'correct horse']).path,
    passphrase: 'wrong horse',
  })),
  keyFile('an agent that is not there', 'no-key', /SSH_AUTH_SOCK/, () => ({ useAgent: true })),
  withFinding(
    'config-writable',
    'config-permissions',
    /The file is .*config\. What stands in the file is fine/,
  ),
  withFinding('syntax-error', 'config-broken', /config, line 3/),
  withFinding(
    'byte-order-mark',
    'config-broken',
    /Your key and the server have nothing to do with it/,
  ),
  {
    name: 'root on RunPod’s proxy, as a command',
    cause: 'proxy-user-missing',
    evidence: /root belongs to the other command/,
    arrange: () => ({ params: { command: 'ssh root@ssh.runpod.io -p 12345' } }),
  },
  {
    name: 'root on RunPod’s proxy, as a place',
    cause: 'proxy-user-missing',
    evidence: /no account of that name/,
    arrange: () => at(nowhere, { kind: 'runpod-proxy', user: 'root' }),
  },
  {
    name: 'a pod id without its suffix',
    cause: 'proxy-suffix-missing',
    evidence: /copy the command as a whole/,
    arrange: () => ({ params: { command: 'ssh e9ohprt7xzfdgr@ssh.runpod.io' } }),
  },
]
