/** known_hosts: look up, judge, accept, forget. */

export type { Judgement } from './judge.ts'
export { createKnownHosts, type KnownHosts } from './known-hosts.ts'
export { knownHostName } from './matching.ts'
