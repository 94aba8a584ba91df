/** One HTTPS request at a time: straight or through the person's web proxy, within a time and a size. */

export { type Answer, exchange } from './exchange.ts'
export { isLoopback } from './loopback.ts'
export { type Environment, proxyFor } from './proxy.ts'
export { TransportError } from './transport-error.ts'
