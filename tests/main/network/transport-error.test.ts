/** What the codes of Node and the system mean. */

import { expect, it } from 'vitest'
import { TransportError, transportError } from '../../../main/network/transport-error.ts'

const withCode = (code: string) => Object.assign(new Error('x'), { code })

it.each([
  ['ENOTFOUND', 'offline'],
  ['EAI_AGAIN', 'offline'],
  ['ENETUNREACH', 'offline'],
  ['EHOSTUNREACH', 'offline'],
  ['ECONNREFUSED', 'refused'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNRESET', 'cut'],
  ['EPIPE', 'cut'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate'],
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['EPROTO', 'certificate'],
])('%s is %s', (code, reason) => {
  expect(transportError(withCode(code), false)).toMatchObject({ reason, sent: false, detail: code })
})

it('takes the first of several addresses that failed', () => {
  const all = new AggregateError([withCode('ENETUNREACH'), withCode('ECONNREFUSED')])
  expect(transportError(all, true)).toMatchObject({ reason: 'offline', sent: true })
})

it.each([
  undefined,
  null,
  'text',
  new Error('without a code'),
  Object.assign(new Error(), { code: 7 }),
])('makes of %s an early end', (error) => {
  expect(transportError(error, true)).toMatchObject({ reason: 'cut', detail: '' })
})

it('leaves its own as they are', () => {
  const own = new TransportError('too-large', true)
  expect(transportError(own, false)).toBe(own)
})
