/** Key files that the ssh config names, wherever they lie. */

import { basename } from 'node:path'
import type { IdentityReference } from '../../ssh-config/index.ts'
import { inParallel } from '../../storage/index.ts'
import { MAX_OPEN_FILES } from '../read-key-file.ts'
import { type PairFiles, readPairFiles } from './pair-files.ts'

export interface ConfiguredKey {
  readonly files: PairFiles
  /** The `IdentityFile` lines that name it. */
  readonly references: readonly IdentityReference[]
}

/** Where something lies. `IdentityFile` may name the public half: then the ssh-agent has the private one. */
export async function configuredKeys(
  identities: readonly IdentityReference[],
): Promise<readonly ConfiguredKey[]> {
  const byPath = new Map<string, IdentityReference[]>()
  for (const identity of identities) {
    if (identity.keyword !== 'IdentityFile' || identity.path === null) continue
    const same = byPath.get(identity.path)
    if (same === undefined) byPath.set(identity.path, [identity])
    else same.push(identity)
  }
  const found = await inParallel([...byPath], MAX_OPEN_FILES, async ([path, references]) => {
    const files = await filesAt(path)
    return files === null ? [] : [{ files, references }]
  })
  return found.flat()
}

/** The files that `CertificateFile` lines name, as entries of their own. */
export async function configuredCertificates(
  identities: readonly IdentityReference[],
): Promise<readonly PairFiles[]> {
  const paths = identities.flatMap(({ keyword, path }) =>
    keyword === 'CertificateFile' && path !== null ? path : [],
  )
  const found = await inParallel([...new Set(paths)], MAX_OPEN_FILES, (path) => {
    const certificateOnly = { privatePath: null, publicPath: null, certificatePath: path }
    return readPairFiles(basename(path).replace(/-cert\.pub$/, ''), certificateOnly, 'ssh-config')
  })
  return found.filter((files) => files.certificate !== null)
}

async function filesAt(path: string): Promise<PairFiles | null> {
  const base = path.replace(/\.pub$/, '')
  const files = await readPairFiles(
    basename(base),
    { privatePath: base, publicPath: `${base}.pub`, certificatePath: `${base}-cert.pub` },
    'ssh-config',
  )
  // A certificate alone is what CertificateFile names.
  return files.privateFile === null && files.publicFile === null ? null : files
}
