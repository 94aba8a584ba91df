/** known_hosts: look up, judge, accept, forget. */

export type { Judgement } from './judge.ts'
export { createKnownHosts, type KnownHosts } from './known-hosts.ts'
export { knownHostName, matchesPattern } from './matching.ts'
export { alsoUnderNames, type NamesOf } from './under-names.ts'
