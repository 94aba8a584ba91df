/** New key pairs: never over anything, never half a pair, and proven before they appear. */

import type { CallContext } from '../contract/dispatch.ts'
import { throwIfCancelled } from '../contract/errors.ts'
import type { GenerateKeyParams } from '../contract/methods.ts'
import { formatPublicKeyLine, parsePublicKeyBlob } from '../public-keys/index.ts'
import type { KeyDeps } from './deps.ts'
import { pairSpec } from './key-options.ts'
import type { PairSpec } from './make-pair.ts'
import { freePaths, type NewPair, type NewPairFiles, writeNewPair } from './write-pair.ts'

type Context = Pick<CallContext, 'signal' | 'progress'>

/**
 * Makes and writes a pair. Whatever fails, the folder is as it was before.
 *
 * @throws {AppError} `invalid-name`, `invalid-value`, `already-exists`, `cancelled`,
 * `verification-failed`, and the errors of writing files
 */
export async function generatePair(
  deps: Pick<KeyDeps, 'paths' | 'worker'>,
  params: GenerateKeyParams,
  context: Context,
): Promise<NewPairFiles> {
  // Before the work, which may take minutes; it is looked at again when the files are written.
  await freePaths(deps, params.name)
  const spec = pairSpec(params)
  report(context, workingDetail(spec))
  const pair = await makePairFiles(deps, params.name, spec, context.signal)
  throwIfCancelled(context.signal)
  report(context, 'Checking the new key')
  return writeNewPair(deps, pair, `Made the key ${params.name}`, context.signal)
}

async function makePairFiles(
  { worker }: Pick<KeyDeps, 'worker'>,
  name: string,
  spec: PairSpec,
  signal: AbortSignal,
): Promise<NewPair> {
  const { comment, passphrase } = spec
  const { privateFile, publicBlob } = await worker.make(spec, signal)
  const publicKey = parsePublicKeyBlob(publicBlob, comment)
  if (publicKey === null) throw new Error('a key was made whose public half cannot be read')
  return { name, privateFile, publicFile: `${formatPublicKeyLine(publicKey)}\n`, passphrase }
}

function report(context: Context, detail: string): void {
  context.progress({ method: 'keys.generate', progress: { kind: 'working', detail } })
}

function workingDetail(spec: PairSpec): string {
  if (spec.type === 'rsa' && spec.bits > 4_096) {
    return `Making an RSA key of ${spec.bits} bits. This can take several minutes`
  }
  return 'Making the key'
}
