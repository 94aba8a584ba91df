/** Operations of `changeFiles` for a process that is killed; see change-files-killed.test.ts. */

import { mkdir, readdir, rm, statfs, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../../main/contract/errors.ts'
import {
  changeFiles,
  type FileStep,
  type Paths,
  recoverChanges,
  resolvePaths,
} from '../../../main/storage/index.ts'
import { describeFolder, type FolderState } from './support.ts'

export const FILES = {
  key: `private ${'k'.repeat(400)}`,
  'key.pub': 'public half',
  'key-cert.pub': 'certificate',
  config: 'IdentityFile key',
} as const

const bytes = (text: string) => Buffer.from(text)

export const OPERATIONS: { readonly [name: string]: (ssh: string) => readonly FileStep[] } = {
  generate: (ssh) => [
    { kind: 'create', path: join(ssh, 'new'), data: bytes('new private'), mode: 0o600 },
    { kind: 'create', path: join(ssh, 'new.pub'), data: bytes('new public'), mode: 0o644 },
  ],
  rename: (ssh) => [
    { kind: 'move', from: join(ssh, 'key'), to: join(ssh, 'work') },
    { kind: 'move', from: join(ssh, 'key.pub'), to: join(ssh, 'work.pub') },
    {
      kind: 'replace',
      path: join(ssh, 'config'),
      data: bytes('IdentityFile work'),
      expected: bytes(FILES.config),
    },
  ],
  remove: (ssh) =>
    ['key', 'key.pub', 'key-cert.pub'].map((name) => ({ kind: 'remove', path: join(ssh, name) })),
  // A link in the place of a file, and the other way round.
  exchange: (ssh) => [
    { kind: 'remove', path: join(ssh, 'key') },
    { kind: 'create-link', path: join(ssh, 'key'), target: 'key.pub' },
    { kind: 'move', from: join(ssh, 'link'), to: join(ssh, 'link2') },
    { kind: 'create', path: join(ssh, 'link'), data: bytes('no link'), mode: 0o600 },
  ],
}

/** Another program takes a name after everything was looked at: the change has to be taken back. */
export const FOREIGN = 'of another program'

async function conflict(paths: Paths): Promise<void> {
  const work = join(paths.sshDir, 'work')
  const steps: readonly FileStep[] = [
    { kind: 'create', path: join(paths.sshDir, 'new'), data: bytes('new'), mode: 0o600 },
    { kind: 'remove', path: join(paths.sshDir, 'key.pub') },
    { kind: 'move', from: join(paths.sshDir, 'link'), to: join(paths.sshDir, 'link2') },
    ...(OPERATIONS.rename?.(paths.sshDir) ?? []).slice(2),
    { kind: 'move', from: join(paths.sshDir, 'key'), to: work },
  ]
  const verify = () => writeFile(work, FOREIGN, { mode: 0o644 })
  try {
    await changeFiles(paths, steps, { title: 'Did what another program prevents', verify })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'changed-meanwhile') throw error
  }
}

export interface Attempt {
  /** Code of the error; null when it was done. */
  readonly code: string | null
  readonly message: string
  readonly files: FolderState
  readonly backups: readonly string[]
  readonly journal: readonly string[]
}

/** Does an operation where it may fail, and tells what there is afterwards. */
async function attempt(paths: Paths, operation: string): Promise<Attempt> {
  const error = await changeFiles(paths, OPERATIONS[operation]?.(paths.sshDir) ?? [], {
    title: `Did ${operation}`,
  }).then(
    () => null,
    (failure: unknown) => failure,
  )
  if (error !== null && !(error instanceof AppError)) throw error
  return {
    code: error?.code ?? null,
    message: error?.message ?? '',
    files: await describeFolder(paths.sshDir),
    backups: await readdir(paths.backupsDir).catch(() => []),
    journal: await readdir(paths.journalDir).catch(() => []),
  }
}

export async function makeFiles(paths: Paths): Promise<void> {
  await mkdir(paths.sshDir, { mode: 0o700, recursive: true })
  for (const [name, text] of Object.entries(FILES)) {
    await writeFile(join(paths.sshDir, name), text, { mode: name === 'key' ? 0o600 : 0o644 })
  }
  await symlink('config', join(paths.sshDir, 'link'))
}

const PAGE = 4_096

/** On a small drive: the same with ever more space left, from none to enough. */
async function attemptFull(paths: Paths, operation: string): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = []
  const filler = join(paths.home, 'filler')
  for (let freePages = 0; attempts.at(-1)?.code !== null && freePages < 40; freePages++) {
    await rm(paths.sshDir, { recursive: true, force: true })
    await rm(paths.dataDir, { recursive: true, force: true })
    await makeFiles(paths)
    const { bavail, bsize } = await statfs(paths.home)
    await writeFile(filler, Buffer.alloc(bavail * bsize - freePages * PAGE))
    attempts.push(await attempt(paths, operation))
    await rm(filler)
  }
  return attempts
}

export async function run(
  operation: string,
  sshDir: string,
  dataDir: string,
  resultFile?: string,
): Promise<void> {
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: dataDir }
  const paths = resolvePaths({ env, platform: process.platform, home: dirname(sshDir) })
  if (operation === 'recover') return recoverChanges(paths)
  if (operation === 'conflict') return conflict(paths)
  if (resultFile !== undefined) {
    const [name = '', full] = operation.split('-')
    const result = full === undefined ? await attempt(paths, name) : await attemptFull(paths, name)
    return writeFile(resultFile, JSON.stringify(result))
  }
  await changeFiles(paths, OPERATIONS[operation]?.(sshDir) ?? [], { title: `Did ${operation}` })
}
