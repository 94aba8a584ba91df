/** Well-formed parameters of every method, and everything that can be wrong with them. */

import type { MethodName, Params } from '../../main/contract/methods.ts'

type Required<M extends MethodName> = readonly (keyof Params<M> & string)[]

interface Sample<M extends MethodName> {
  /** Every field, the optional ones included. */
  readonly params: Params<M>
  readonly required: Required<M>
}

const target = { user: 'root', host: '203.0.113.7', port: 10022, kind: 'runpod-direct' } as const

/** The compiler asks for a sample of every method. */
export const SAMPLES: { readonly [M in MethodName]: Sample<M> } = {
  'system.info': { params: {}, required: [] },
  'system.openLink': { params: { link: 'project' }, required: ['link'] },
  'system.reveal': { params: { what: 'log' }, required: ['what'] },
  'settings.read': { params: {}, required: [] },
  'settings.save': {
    params: { theme: 'dark', shell: 'posix', setup: { command: 'ssh root@203.0.113.7' } },
    required: [],
  },
  'keys.list': { params: {}, required: [] },
  'keys.suggest': { params: {}, required: [] },
  'keys.generate': {
    params: { name: 'k', type: 'rsa', bits: 2048, comment: 'me@laptop', passphrase: 'secret' },
    required: ['name', 'comment'],
  },
  'keys.export': { params: { id: 'SHA256:x', format: 'rfc4716' }, required: ['id', 'format'] },
  'publicKeys.check': { params: { text: 'x', expectedKeyId: 'SHA256:x' }, required: ['text'] },
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
    },
    required: ['target', 'hostKeyPolicy'],
  },
  'knownHosts.lookup': { params: { host: 'h', port: 22 }, required: ['host', 'port'] },
  'knownHosts.accept': {
    params: { host: 'h', port: 22, key: 'ssh-ed25519 AAAA' },
    required: ['host', 'port', 'key'],
  },
  'knownHosts.forget': { params: { host: 'h', port: 22 }, required: ['host', 'port'] },
  'runpod.startCommand': { params: { existing: 'sleep infinity' }, required: [] },
  'terminal.open': { params: { target, keyId: 'SHA256:x' }, required: ['target'] },
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
