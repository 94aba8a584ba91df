/** Well-formed parameters of every method, and everything that can be wrong with them. */

import type { MethodName, Params } from '../../main/contract/methods.ts'

type Required<M extends MethodName> = readonly (keyof Params<M> & string)[]

interface Sample<M extends MethodName> {
  /** Every field, the optional ones included. */
  readonly params: Params<M>
  readonly required: Required<M>
}

const target = { user: 'root', host: '203.0.113.7', port: 10022, kind: 'runpod-direct' } as const

const hostEntry = {
  alias: 'pod',
  hostName: '203.0.113.7',
  user: 'root',
  port: 10022,
  identityFile: '/k',
  hostKeyAlias: 'runpod-abc',
  where: 'managed',
} as const

/** The compiler asks for a sample of every method. */
export const SAMPLES: { readonly [M in MethodName]: Sample<M> } = {
  'system.info': { params: {}, required: [] },
  'system.openLink': { params: { link: 'project' }, required: ['link'] },
  'system.checkForUpdate': { params: {}, required: [] },
  'system.reveal': { params: { what: 'log' }, required: ['what'] },
  'settings.read': { params: {}, required: [] },
  'settings.save': {
    params: {
      theme: 'dark',
      shell: 'posix',
      setup: { command: 'ssh root@203.0.113.7' },
      terminal: { program: '/t', args: ['{command}'] },
      checkForUpdates: true,
    },
    required: [],
  },
  'keys.list': { params: {}, required: [] },
  'keys.suggest': { params: {}, required: [] },
  'keys.generate': {
    params: { name: 'k', type: 'rsa', bits: 2048, comment: 'me@laptop', passphrase: 'secret' },
    required: ['name', 'comment'],
  },
  'keys.export': {
    params: { id: 'SHA256:x', path: '/k', format: 'rfc4716' },
    required: ['id', 'format'],
  },
  'keys.randomart': { params: { id: 'SHA256:x', path: '/k' }, required: ['id'] },
  'keys.inspectImport': { params: { path: '/k', passphrase: 'secret' }, required: ['path'] },
  'keys.import': {
    params: { text: 'x', name: 'k', passphrase: 'secret', protect: 'none', comment: 'c' },
    required: ['text', 'name'],
  },
  'keys.setComment': {
    params: { id: 'SHA256:x', path: '/k', comment: 'c', passphrase: 'secret' },
    required: ['id', 'comment'],
  },
  'keys.setPassphrase': {
    params: { id: 'SHA256:x', path: '/k', passphrase: 'secret', newPassphrase: 'secret 2' },
    required: ['id', 'newPassphrase'],
  },
  'keys.planRename': {
    params: { id: 'SHA256:x', path: '/k', name: 'n' },
    required: ['id', 'name'],
  },
  'keys.rename': {
    params: { id: 'SHA256:x', path: '/k', name: 'n', planId: 'p' },
    required: ['id', 'name'],
  },
  'keys.planRemove': { params: { id: 'SHA256:x', path: '/k' }, required: ['id'] },
  'keys.remove': {
    params: { id: 'SHA256:x', path: '/k', typedName: 'k' },
    required: ['id', 'typedName'],
  },
  'keys.planRepair': {
    params: { id: 'SHA256:x', path: '/k', problem: 'crlf', passphrase: 'secret' },
    required: ['id', 'problem'],
  },
  'keys.repair': {
    params: { id: 'SHA256:x', path: '/k', problem: 'crlf', planId: 'p', passphrase: 'secret' },
    required: ['id', 'problem'],
  },
  'backups.list': { params: {}, required: [] },
  'backups.restore': { params: { id: 'b' }, required: ['id'] },
  'backups.delete': { params: { id: 'b' }, required: ['id'] },
  'agent.list': { params: {}, required: [] },
  'agent.add': {
    params: { id: 'SHA256:x', path: '/k', passphrase: 'secret', lifetimeSeconds: 60 },
    required: ['id'],
  },
  'agent.remove': { params: { id: 'SHA256:x' }, required: ['id'] },
  'permissions.audit': { params: {}, required: [] },
  'permissions.report': { params: {}, required: [] },
  'permissions.plan': { params: { findings: ['f'] }, required: ['findings'] },
  'permissions.repair': { params: { plan: 'p' }, required: ['plan'] },
  'publicKeys.check': { params: { text: 'x', expectedKeyId: 'SHA256:x' }, required: ['text'] },
  'help.read': { params: {}, required: [] },
  'help.search': { params: { text: 'refused' }, required: ['text'] },
  'sshCommand.parse': { params: { text: 'ssh root@203.0.113.7' }, required: ['text'] },
  'sshCommand.render': {
    params: {
      target,
      keyId: 'SHA256:x',
      identityFile: '/k',
      shell: 'posix',
      purpose: 'tunnel',
      localPath: '/l',
      remotePath: '/r',
      tunnelPort: 8888,
      localPort: 8889,
      alias: 'pod',
    },
    required: ['target', 'shell', 'purpose'],
  },
  'connection.test': {
    params: {
      target,
      keyId: 'SHA256:x',
      identityFile: '/k',
      passphrase: 'secret',
      hostKeyPolicy: 'strict',
      until: 'banner',
      purpose: 'files',
      useAgent: false,
      withClient: false,
      clientUses: { config: true, agent: false },
      askAboutOthers: false,
    },
    required: ['target', 'hostKeyPolicy'],
  },
  'connection.findKey': {
    params: { target, hostKeyPolicy: 'strict' },
    required: ['target'],
  },
  'connections.list': { params: {}, required: [] },
  'connections.problems': { params: {}, required: [] },
  'connections.save': {
    params: {
      id: 'c',
      name: 'pod',
      target,
      keyId: 'SHA256:x',
      notes: 'n',
      alias: 'pod',
      podId: 'p',
    },
    required: [],
  },
  'connections.remove': { params: { id: 'c' }, required: ['id'] },
  'connections.restore': { params: { id: 'c' }, required: ['id'] },
  'connections.testAll': {
    params: { ids: ['c'], onlyFailed: true, concurrency: 2 },
    required: [],
  },
  'connections.candidates': { params: {}, required: [] },
  'connections.export': { params: {}, required: [] },
  'connections.import': { params: { text: '[]' }, required: ['text'] },
  'sshConfig.read': { params: {}, required: [] },
  'sshConfig.effective': {
    params: { host: 'pod', user: 'root', port: 22, runMatchExec: false },
    required: ['host'],
  },
  'sshConfig.audit': { params: {}, required: [] },
  'sshConfig.planUpsert': {
    params: { ...hostEntry },
    required: ['alias', 'hostName', 'user', 'port'],
  },
  'sshConfig.upsertHost': {
    params: { ...hostEntry, planId: 'p' },
    required: ['alias', 'hostName', 'user', 'port'],
  },
  'sshConfig.planRemove': { params: { alias: 'pod' }, required: ['alias'] },
  'sshConfig.removeHost': { params: { alias: 'pod', planId: 'p' }, required: ['alias'] },
  'sshConfig.planFix': { params: { finding: 'f' }, required: ['finding'] },
  'sshConfig.applyFix': { params: { finding: 'f', planId: 'p' }, required: ['finding'] },
  'knownHosts.list': { params: {}, required: [] },
  'knownHosts.lookup': { params: { host: 'h', port: 22 }, required: ['host', 'port'] },
  'knownHosts.accept': {
    params: { host: 'h', port: 22, key: 'ssh-ed25519 AAAA' },
    required: ['host', 'port', 'key'],
  },
  'knownHosts.forget': { params: { host: 'h', port: 22 }, required: ['host', 'port'] },
  'runpod.startCommand': { params: { existing: 'sleep infinity' }, required: [] },
  'runpod.status': { params: {}, required: [] },
  'runpod.setApiKey': { params: { apiKey: 'rpa_x' }, required: ['apiKey'] },
  'runpod.checkApiKey': { params: {}, required: [] },
  'runpod.removeApiKey': { params: {}, required: [] },
  'runpod.pods': { params: {}, required: [] },
  'runpod.savePod': {
    params: { podId: 'p', access: 'direct', keyId: 'SHA256:x' },
    required: ['podId', 'access'],
  },
  'runpod.workers': { params: {}, required: [] },
  'runpod.accountKeys': { params: {}, required: [] },
  'runpod.planKeys': {
    params: { change: { kind: 'publish', keyId: 'SHA256:x' } },
    required: ['change'],
  },
  'runpod.applyKeys': {
    params: {
      change: { kind: 'remove', texts: ['ssh-ed25519 AAAA'] },
      planId: 'p',
      confirmWord: 'remove',
    },
    required: ['change', 'planId'],
  },
  'runpod.keyBackups': { params: {}, required: [] },
  'runpod.createHelp': {
    params: {
      what: 'pod',
      name: 'n',
      image: 'i',
      gpu: 'g',
      customImage: true,
      startCommand: 's',
      keyIds: ['SHA256:x'],
    },
    required: ['what'],
  },
  'runpod.checkVariables': { params: { text: 'x' }, required: ['text'] },
  'passwordAccess.prepare': { params: { password: 'own' }, required: ['password'] },
  'passwordAccess.installKey': {
    params: {
      target,
      keyId: 'SHA256:x',
      session: 's',
      passphrase: 'secret',
      hostKeyPolicy: 'ask',
      turnOff: true,
    },
    required: ['target', 'keyId', 'session', 'hostKeyPolicy', 'turnOff'],
  },
  'passwordAccess.findTraces': {
    params: { target, keyId: 'SHA256:x', passphrase: 'secret', hostKeyPolicy: 'ask' },
    required: ['target', 'hostKeyPolicy'],
  },
  'passwordAccess.removeTraces': {
    params: {
      target,
      keyId: 'SHA256:x',
      passphrase: 'secret',
      hostKeyPolicy: 'ask',
      paths: ['/workspace/root_password.txt'],
    },
    required: ['target', 'hostKeyPolicy', 'paths'],
  },
  'terminal.open': { params: { target, keyId: 'SHA256:x' }, required: ['target'] },
  'terminal.list': { params: {}, required: [] },
  'editor.open': {
    params: { alias: 'pod', editor: 'vscode', folder: '/workspace' },
    required: ['alias', 'editor'],
  },
  'confirm.answer': { params: { id: 'x', accept: true }, required: ['id', 'accept'] },
}

export interface BadParams {
  readonly what: string
  readonly params: unknown
}

/** Missing, extra and wrong-typed parameters, and things that are no parameters at all. */
export function badParamsOf(method: MethodName): readonly BadParams[] {
  const { params, required } = SAMPLES[method]
  const fields = Object.entries(params)
  return [
    ...[null, 'text', 5, [], [params]].map((value) => ({
      what: `${JSON.stringify(value)} for an object`,
      params: value,
    })),
    { what: 'an extra field', params: { ...params, unexpected: 1 } },
    ...required.map((name) => ({ what: `no ${name}`, params: without(params, name) })),
    ...fields.map(([name, value]) => ({
      what: `a wrong type of ${name}`,
      params: { ...params, [name]: typeof value === 'string' ? 5 : 'text' },
    })),
    ...fields.map(([name]) => ({ what: `${name} null-like`, params: { ...params, [name]: [] } })),
    ...nestedMistakes(params),
  ]
}

function nestedMistakes(params: object): readonly BadParams[] {
  if (!('target' in params)) return []
  const wrong = [{ port: 0 }, { port: 65_536 }, { port: 22.5 }, { user: 5 }, { kind: 'other' }]
  return [
    ...wrong.map((change) => ({
      what: `target with ${JSON.stringify(change)}`,
      params: { ...params, target: { ...target, ...change } },
    })),
    { what: 'target with an extra field', params: { ...params, target: { ...target, extra: 1 } } },
    { what: 'target without a host', params: { ...params, target: without(target, 'host') } },
  ]
}

function without(params: object, name: string): object {
  return Object.fromEntries(Object.entries(params).filter(([key]) => key !== name))
}
