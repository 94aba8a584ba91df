/** 1,000 and 10,000 key pairs listed, beside one `ssh-keygen -lf` for each private file. */

import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createKeyService, type KeyService } from '../../main/keys/index.ts'
import { makePair, type PairSpec } from '../../main/keys/make-pair.ts'
import { formatPublicKeyLine, parsePublicKeyBlob } from '../../main/public-keys/index.ts'
import { median, memory, publish, timed, withHome } from './measure.ts'
import type { Row } from './report/result.ts'

const ED25519 = { type: 'ed25519', comment: '' } as const
const THOUSAND: readonly { readonly count: number; readonly spec: PairSpec }[] = [
  { count: 840, spec: ED25519 },
  { count: 60, spec: { type: 'ecdsa', bits: 256, comment: '' } },
  { count: 20, spec: { type: 'ecdsa', bits: 384, comment: '' } },
  { count: 20, spec: { type: 'ecdsa', bits: 521, comment: '' } },
  { count: 50, spec: { type: 'rsa', bits: 2_048, comment: '' } },
  { count: 10, spec: { ...ED25519, passphrase: 'slow red tractor' } },
]
const MANY = 10_000
const BESIDE = 'ssh-keygen -lf for each'

await withHome(async ({ paths, log }) => {
  await mkdir(paths.sshDir, { mode: 0o700 })
  const files: string[] = []
  for (const { count, spec } of THOUSAND) await writeKeys(paths.sshDir, spec, count, files)
  const service = createKeyService({ paths, log })
  const thousand: Row = {
    what: 'List 1,000 key pairs',
    ...(await compare(service, files, { ours: 5, theirs: 5 })),
    atMost: 1_000,
    atMostTimes: 1 / 20,
  }
  await writeKeys(paths.sshDir, ED25519, MANY - files.length, files)
  const before = memory()
  const many: Row = {
    what: 'List 10,000 key pairs',
    ...(await compare(service, files, { ours: 3, theirs: 1 })),
  }
  const { rss } = process.memoryUsage()
  const beside = 'the same process before'
  const held = { unit: 'bytes', beside } as const
  publish({
    name: 'keys-list',
    title: 'Listing key pairs',
    how:
      '`keys.list` of 840 Ed25519, 100 ECDSA, 50 RSA 2048 and 10 Ed25519 pairs with a passphrase, both halves of ' +
      'each read, compared and judged; beside it `ssh-keygen -lf`, once for each private file, from one shell. For ' +
      '10,000, Ed25519 pairs are added, `keys.list` is the median of three and `ssh-keygen` runs once. Memory is ' +
      'taken of the whole process right after those three lists, and of the heap after collecting. Budget: 1,000 in ' +
      'a second, and 20 times faster than `ssh-keygen`.',
    rows: [
      thousand,
      many,
      { what: 'Whole process after 10,000 pairs', ...held, ours: rss, theirs: before.rss },
      { what: 'Heap after 10,000 pairs', ...held, ours: memory().heap, theirs: before.heap },
    ],
  })
})

async function compare(
  service: KeyService,
  files: readonly string[],
  rounds: { readonly ours: number; readonly theirs: number },
): Promise<Pick<Row, 'unit' | 'ours' | 'theirs' | 'beside'>> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < rounds.ours; round++) {
    let listed = 0
    ours.push(await timed(async () => (listed = (await service.list()).length)))
    if (listed !== files.length) throw new Error(`${listed} of ${files.length} were listed`)
    if (round < rounds.theirs) theirs.push(await timed(() => keygenEach(files)))
  }
  return { unit: 'ms', ours: median(ours), theirs: median(theirs), beside: BESIDE }
}

async function writeKeys(
  folder: string,
  spec: PairSpec,
  count: number,
  files: string[],
): Promise<void> {
  for (let index = 0; index < count; index++) {
    const comment = `key ${files.length}`
    const { privateFile, publicBlob } = await makePair({ ...spec, comment })
    const path = join(folder, `key${files.length}`)
    const key = parsePublicKeyBlob(publicBlob, comment)
    if (key === null) throw new Error('a key was made that cannot be read')
    await writeFile(path, privateFile, { mode: 0o600 })
    await writeFile(`${path}.pub`, `${formatPublicKeyLine(key)}\n`)
    files.push(path)
  }
}

/** From a shell, which starts programs with the least ado. */
function keygenEach(files: readonly string[]): void {
  const script = 'while read -r file; do ssh-keygen -lf "$file" || exit 1; done'
  const { status, stdout } = spawnSync('sh', ['-c', script], {
    input: files.map((file) => `${file}\n`).join(''),
    maxBuffer: 16_777_216,
  })
  const lines = stdout.toString().trim().split('\n').length
  if (status !== 0 || lines !== files.length) throw new Error('ssh-keygen did not read every key')
}
