/** Configs made at random from what a config is made of, for comparison with ssh. */

import fc from 'fast-check'

const name = fc.constantFrom('a', 'b', 'gpu-1', 'A', 'a.example')
const pattern = fc.oneof(
  name,
  fc.constantFrom('*', '?', 'a*', '*.example', 'gpu-?', '!a', '!b', '!*'),
)
const list = fc.array(pattern, { minLength: 1, maxLength: 3 })

const criterion = fc.oneof(
  fc
    .tuple(fc.constantFrom('host', 'originalhost', 'user', 'localuser'), list)
    .map(([word, patterns]) => `${word} ${patterns.join(',')}`),
  fc.constantFrom('user root', 'user deploy', 'localuser *', 'final', 'canonical'),
)
const match = fc.oneof(
  fc.constantFrom('Match all', 'Match !all', 'Match canonical all', 'Match final all'),
  fc
    .array(fc.tuple(fc.constantFrom('', '!'), criterion), { minLength: 1, maxLength: 3 })
    .map((parts) => `Match ${parts.map(([not, text]) => not + text).join(' ')}`),
)

const yesNo = fc.constantFrom('yes', 'no', 'YES', 'true', 'False')
const number = fc.integer({ min: 1, max: 65_535 })
const path = fc.constantFrom('~/.ssh/one', '/keys/two', '"/my keys/three"', '%d/four', 'none')

/** Keyword and value. */
const setting = fc.oneof(
  fc
    .constantFrom('one', 'two.example', '203.0.113.7', '127.1', '%h.pods', 'UPPER')
    .map((v) => `HostName ${v}`),
  fc.constantFrom('root', 'deploy', 'me').map((value) => `User ${value}`),
  number.map((value) => `Port ${value}`),
  path.map((value) => `IdentityFile ${value}`),
  path.map((value) => `CertificateFile ${value}`),
  yesNo.map((value) => `IdentitiesOnly ${value}`),
  fc
    .constantFrom('gate', 'me@gate:22', 'none', 'one,two:2', '203.0.113.9')
    .map((v) => `ProxyJump ${v}`),
  fc.constantFrom('nc %h %p', 'none', 'ssh -W "%h:%p" gate # x').map((v) => `ProxyCommand ${v}`),
  fc.constantFrom('pod-1', 'POD-2').map((value) => `HostKeyAlias ${value}`),
  fc.constantFrom('ask', 'accept-new', 'off', 'yes').map((v) => `StrictHostKeyChecking ${v}`),
  fc.constantFrom('/k1 ~/k2', 'none', '/k/%h', '/k/%k').map((v) => `UserKnownHostsFile ${v}`),
  fc.constantFrom('none', '/run/agent', 'SSH_AUTH_SOCK', '~/a').map((v) => `IdentityAgent ${v}`),
  fc.constantFrom('30', '1m', 'none', '2h5').map((value) => `ServerAliveInterval ${value}`),
  fc.constantFrom('30', '1m', 'none').map((value) => `ConnectTimeout ${value}`),
  fc.tuple(number, number).map(([from, to]) => `LocalForward ${from} localhost:${to}`),
  number.map((value) => `DynamicForward ${value}`),
  fc.constantFrom('LANG', 'LC_* TERM', '-LC_*').map((value) => `SendEnv ${value}`),
  fc.constantFrom('A=1', 'B=2 A=3', '"C=x y"').map((value) => `SetEnv ${value}`),
  yesNo.map((value) => `ForwardAgent ${value}`),
  fc.constantFrom('yes', 'no', 'always').map((value) => `CanonicalizeHostname ${value}`),
  fc.constantFrom('Magic', 'Use*,Magic').map((value) => `IgnoreUnknown ${value}`),
)

/** Lines that ssh refuses, some of them only as long as nothing makes it ignore them. */
const faulty = fc.constantFrom(
  ...['Magic 1', 'Port 0', 'Port x', 'User', 'User "open', 'Match host', 'Match colour red'],
  ...['Host ""', 'IdentityFile /two words', 'IdentitiesOnly maybe', 'Match all user x'],
)

const block = fc
  .tuple(
    fc.oneof(
      list.map((patterns) => `Host ${patterns.join(' ')}`),
      match,
    ),
    fc.array(setting, { maxLength: 4 }),
  )
  .map(([opener, settings]) => [opener, ...settings.map((text) => `  ${text}`)])

const file = fc
  .tuple(fc.array(setting, { maxLength: 2 }), fc.array(block, { maxLength: 5 }))
  .map(([top, blocks]) => [...top, ...blocks.flat()])

export interface RandomConfig {
  /** With `@folder@` where the folder of the included file belongs. */
  readonly config: string
  readonly included: string
}

/** `included` lies beside the config under that name, and is included somewhere in it. */
export const randomConfig: fc.Arbitrary<RandomConfig> = fc
  .tuple(file, file, fc.nat(), fc.option(fc.tuple(faulty, fc.nat()), { freq: 4 }))
  .map(([lines, included, at, fault]) => {
    const all = [...lines]
    all.splice(at % (all.length + 1), 0, 'Include @folder@/included')
    if (fault !== null) all.splice(fault[1] % (all.length + 1), 0, fault[0])
    return { config: `${all.join('\n')}\n`, included: `${included.join('\n')}\n` }
  })
