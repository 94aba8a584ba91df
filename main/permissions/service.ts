/** The methods of `permissions.*`. */

import { AppError } from '../contract/errors.ts'
import type {
  Finding,
  PermissionPlan,
  PermissionRepair,
  PermissionsReport,
  Problem,
  SystemInfo,
} from '../contract/methods.ts'
import type { Log, Paths } from '../storage/index.ts'
import { findCheckedFiles, type ListedKey } from './checked-files.ts'
import { findingsOf, type JudgedFile } from './findings.ts'
import { forEachLimited } from './limited.ts'
import { makePlan } from './plan.ts'
import { takePlan } from './plan-store.ts'
import type { CheckedFile, Platform, PlatformContext } from './platform.ts'
import { carryOut, type PermissionRecords } from './repair.ts'

export interface PermissionsService {
  audit(): Promise<readonly Finding[]>
  report(): Promise<PermissionsReport>
  /** @throws {AppError} `disk-full`, `permission-denied`, `read-only` when the plan cannot be stored */
  plan(findings: readonly string[]): Promise<PermissionPlan>
  /** @throws {AppError} `not-found` for a plan that is too old or used; see `recordPermissions` */
  repair(plan: string): Promise<PermissionRepair>
}

export interface PermissionsServiceOptions {
  readonly paths: Paths
  readonly log: Log
  readonly listKeys: () => Promise<readonly ListedKey[]>
  readonly sshClient: () => Promise<SystemInfo['sshClient']>
  readonly platform: Platform
  readonly records: PermissionRecords
}

const NOT_LOOKED_AT = 'not-looked-at'

interface Audit {
  readonly context: PlatformContext
  readonly judged: readonly JudgedFile[]
  readonly findings: readonly Finding[]
  readonly notes: readonly Problem[]
}

export function createService(options: PermissionsServiceOptions): PermissionsService {
  const { paths, platform, log } = options
  return {
    audit: async () => (await audit(options)).findings,
    async report() {
      const { context, judged, findings, notes } = await audit(options)
      return {
        findings,
        checked: judged.map(({ file }) => ({ path: file.path, kind: file.kind })),
        sshClient: context.sshClient,
        notes: [...notes, ...(await platform.notes(context))],
      }
    },
    plan: async (ids) => makePlan(paths, ids, (await audit(options)).judged),
    async repair(id) {
      const steps = await takePlan(paths, id)
      const context = await contextOf(options, [])
      const done = await carryOut(steps, platform, context, options.records)
      const planned = new Set(steps.map(({ finding }) => finding))
      const remaining = (await audit(options)).findings.filter((one) => planned.has(one.id))
      const [repaired, failed] = [done.repaired.length, done.failed.length]
      log.info('permissions-repaired', { repaired, failed, remaining: remaining.length })
      return { ...done, remaining }
    },
  }
}

async function audit(options: PermissionsServiceOptions): Promise<Audit> {
  const listed = await listKeys(options)
  const { files, strictFolders } = await findCheckedFiles(options.paths, listed.keys)
  const sshClient = await options.sshClient()
  const context = { paths: options.paths, sshClient, strictFolders }
  await options.platform.prepare?.(files.map(({ path }) => path))
  const results = await forEachLimited(files, (file) => judge(file, options.platform, context))
  const judged = results.flatMap((result) => ('file' in result ? [result] : []))
  const problems = results.flatMap((result) => ('code' in result ? [result] : []))
  const notes = [...listed.notes, ...together(problems)]
  return { context, judged, findings: findingsOf(judged), notes }
}

/** What kept us from looking at one file often keeps us from all: said once, not a thousand times. */
function together(problems: readonly Problem[]): readonly Problem[] {
  const alike = new Map<string, Problem[]>()
  for (const problem of problems) {
    const group = alike.get(problem.detail)
    if (group === undefined) alike.set(problem.detail, [problem])
    else group.push(problem)
  }
  return [...alike.values()].flatMap((group) => {
    const [first] = group
    if (group.length === 1 || first === undefined) return group
    return [{ ...first, title: `${group.length} files and folders could not be looked at` }]
  })
}

async function contextOf(
  { paths, sshClient }: PermissionsServiceOptions,
  keys: readonly ListedKey[],
): Promise<PlatformContext> {
  const { strictFolders } = await findCheckedFiles(paths, keys)
  return { paths, strictFolders, sshClient: await sshClient() }
}

/** A folder that cannot be listed is a finding of its own; everything else is still looked at. */
async function listKeys(
  options: PermissionsServiceOptions,
): Promise<{ readonly keys: readonly ListedKey[]; readonly notes: readonly Problem[] }> {
  try {
    return { keys: await options.listKeys(), notes: [] }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { keys: [], notes: [note('keys-not-listed', 'The keys could not be listed', error)] }
  }
}

async function judge(
  file: CheckedFile,
  platform: Platform,
  context: PlatformContext,
): Promise<JudgedFile | Problem> {
  try {
    const snapshot = await platform.look(file.path)
    const isFolder = ['home', 'parent-folder', 'ssh-folder'].includes(file.kind)
    // A folder or a pipe with the name of a file: nothing here that permissions could mend.
    const faults = isFolder === snapshot.isFile ? [] : await platform.judge(file, snapshot, context)
    return { file, snapshot, faults }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return note(NOT_LOOKED_AT, `${file.path} could not be looked at`, error)
  }
}

function note(code: string, title: string, error: AppError): Problem {
  return { code, severity: 'warning', title, detail: error.message }
}
