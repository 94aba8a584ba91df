/** Makes key pairs in memory: numbers from node:crypto, files by our own writer. */

import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { materialOf } from './formats/jwk.ts'
import { writeOpensshPrivateKey } from './formats/openssh-write.ts'

export type PairSpec = {
  readonly comment: string
  readonly passphrase?: string
} & (
  | { readonly type: 'ed25519' }
  | { readonly type: 'ecdsa'; readonly bits: 256 | 384 | 521 }
  | { readonly type: 'rsa'; readonly bits: number }
)

export interface MadePair {
  /** The private-key file, encrypted if a passphrase was given. */
  readonly privateFile: Buffer
  /** The public key in wire format. */
  readonly publicBlob: Buffer
}

const generate = promisify(generateKeyPair)
const CURVES = { 256: 'P-256', 384: 'P-384', 521: 'P-521' } as const

/** RSA takes seconds to minutes, a passphrase a quarter of a second: not on the main thread. */
export async function makePair(spec: PairSpec): Promise<MadePair> {
  const material = materialOf(await makeKey(spec))
  if (material === null) throw new Error('node:crypto made a key of another type')
  const privateFile = writeOpensshPrivateKey(material, spec.comment, spec.passphrase)
  return { privateFile, publicBlob: material.publicBlob }
}

async function makeKey(spec: PairSpec): Promise<KeyObject> {
  switch (spec.type) {
    case 'ed25519':
      return (await generate('ed25519')).privateKey
    case 'ecdsa':
      return (await generate('ec', { namedCurve: CURVES[spec.bits] })).privateKey
    case 'rsa':
      return (await generate('rsa', { modulusLength: spec.bits })).privateKey
  }
}
