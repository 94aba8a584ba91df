/** Whose machine a destination is, as far as its address tells. */

import { BlockList, isIP } from 'node:net'
import type { Provider, Target } from '../contract/methods.ts'

export const RUNPOD_PROXY = 'ssh.runpod.io'

/** `<pod id>-<hex of the host machine's private IPv4 address>`. */
const PROXY_USER = /^([a-z0-9]+)-([0-9a-f]{8})$/
const POD_ID = /^[a-z0-9]+$/
/** vast.ai's console puts this forward into every command; nobody else's is known to. */
const VAST_FORWARD = '8080:localhost:8080'

// RFC 6890: addresses that no rented machine is reached by from outside.
const NOT_PUBLIC = new BlockList()
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  NOT_PUBLIC.addSubnet(address, bits)
}

const SHARED = new BlockList()
SHARED.addSubnet('100.64.0.0', 10)

export interface Address {
  readonly user: string
  readonly host: string
  readonly port: number
}

export function isProxyHost(host: string): boolean {
  return host.toLowerCase().replace(/\.$/, '') === RUNPOD_PROXY
}

/** `runpod-direct` needs the whole shape: root, a public IPv4 address and a mapped port. */
export function kindOf(address: Address, forwards: readonly string[]): Target['kind'] {
  if (isProxyHost(address.host)) return 'runpod-proxy'
  const direct =
    address.user === 'root' &&
    address.port !== 22 &&
    isPublicIpv4(address.host) &&
    providerOf(address, forwards) === 'unknown'
  return direct ? 'runpod-direct' : 'generic'
}

/** The provider other than RunPod that an address gives away. */
export function providerOf(address: Address, forwards: readonly string[]): Provider {
  const host = address.host.toLowerCase().replace(/\.$/, '')
  if (host === RUNPOD_PROXY) return 'runpod'
  if (isUnder(host, 'vast.ai') || forwards.some((text) => text.endsWith(` ${VAST_FORWARD}`))) {
    return 'vast'
  }
  if (isUnder(host, 'jarvislabs.ai')) return 'jarvislabs'
  if (address.user === 'paperspace' || isUnder(host, 'paperspace.com')) return 'paperspace'
  // Lambda's machines have no name of their own: user ubuntu, a bare address, port 22.
  if (address.user === 'ubuntu' && address.port === 22 && isPublicIpv4(host)) return 'lambda'
  return 'unknown'
}

/** What a user name on the proxy looks like. */
export function judgeProxyUser(user: string): 'usual' | 'unusual' | 'no-suffix' {
  const hex = PROXY_USER.exec(user)?.[2]
  // 100.65.x.y is 0x6441xxxx: every collected suffix lies in this network.
  if (hex !== undefined) return hex.startsWith('6441') ? 'usual' : 'unusual'
  return POD_ID.test(user) ? 'no-suffix' : 'unusual'
}

export function podIdOf(proxyUser: string): string | null {
  return PROXY_USER.exec(proxyUser)?.[1] ?? null
}

/** 100.64.0.0/10: RunPod's machines have such addresses among themselves (`runtime.ports[].ip`). */
export function isInternalAddress(host: string): boolean {
  return isIP(host) === 4 && SHARED.check(host)
}

function isPublicIpv4(host: string): boolean {
  return isIP(host) === 4 && !NOT_PUBLIC.check(host)
}

function isUnder(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}
