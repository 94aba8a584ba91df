/**
 * Plans between their making and their carrying out, in files of the data folder, so that another
 * process can carry them out. A plan holds paths and modes, no secrets.
 */

import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import {
  createFile,
  ensurePrivateDirectory,
  errnoOf,
  fileError,
  type Paths,
} from '../storage/index.ts'
import type { CheckedFile, PlannedFault, Snapshot } from './platform.ts'

export interface PlannedStep {
  readonly finding: string
  readonly file: CheckedFile
  /** What was judged; the repair goes ahead only while it is still the same. */
  readonly snapshot: Snapshot
  readonly fault: PlannedFault
}

const path = z.string().refine(isAbsolute)
const decimal = z.string().regex(/^\d+$/)
const kind = z.enum([
  'home',
  'parent-folder',
  'ssh-folder',
  'private-key',
  'public-key',
  'config',
  'included-config',
  'known-hosts',
  'authorized-keys',
])

/** Somebody may have edited the file: what is not of this form is no plan. */
const storedPlan = z.strictObject({
  /** Milliseconds since 1970. */
  made: z.int(),
  steps: z.array(
    z.strictObject({
      finding: z.string(),
      file: z.strictObject({ path, target: path.nullable(), kind }),
      snapshot: z.strictObject({
        dev: decimal,
        ino: decimal,
        isFile: z.boolean(),
        mode: z.int().nullable(),
        uid: z.int().nullable(),
        gid: z.int().nullable(),
        sddl: z.string().nullable(),
        ctimeNs: decimal,
      }),
      fault: z.strictObject({
        code: z.string(),
        before: z.string(),
        after: z.string().nullable(),
        repair: z.strictObject({
          kind: z.literal('apply'),
          command: z.string(),
          mode: z.int().min(0).max(0o7777).nullable(),
        }),
      }),
    }),
  ),
}) satisfies z.ZodType<{ readonly made: number; readonly steps: readonly PlannedStep[] }>

const GOOD_FOR_MS = 600_000
const MAX_PLAN_BYTES = 67_108_864
const PLAN_NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Returns the plan's id. @throws {AppError} `disk-full`, `permission-denied`, `read-only` */
export async function storePlan(paths: Paths, steps: readonly PlannedStep[]): Promise<string> {
  const folder = plansDir(paths)
  const id = randomUUID()
  const plan: z.input<typeof storedPlan> = { made: Date.now(), steps: [...steps] }
  try {
    await ensurePrivateDirectory(folder)
    await removeOld(folder)
    await createFile(join(folder, `${id}.json`), JSON.stringify(plan), 0o600)
    return id
  } catch (error) {
    throw fileError(error, 'keep the plan in', folder)
  }
}

/**
 * Takes a plan out of the store: each can be carried out once.
 *
 * @throws {AppError} `not-found` when there is none of that id, it was used, edited, or is too old
 */
export async function takePlan(paths: Paths, id: string): Promise<readonly PlannedStep[]> {
  const taken = join(plansDir(paths), `${id}.taken-${process.pid}`)
  try {
    // An id is a file name here, so nothing else may pass.
    if (!PLAN_NAME.test(id)) throw noPlan()
    await rename(join(plansDir(paths), `${id}.json`), taken)
    if ((await stat(taken)).size > MAX_PLAN_BYTES) throw noPlan()
    const steps = readPlan(await readFile(taken, 'utf8'), Date.now())
    if (steps === null) throw noPlan()
    return steps
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') throw noPlan()
    throw fileError(error, 'use the plan in', plansDir(paths))
  } finally {
    await unlink(taken).catch(() => {})
  }
}

/** Null for what is no plan, and for one that is too old, or from a time that has yet to come. */
export function readPlan(text: string, now: number): readonly PlannedStep[] | null {
  try {
    const plan = storedPlan.safeParse(JSON.parse(text))
    const isGood = plan.success && Math.abs(now - plan.data.made) <= GOOD_FOR_MS
    return isGood ? plan.data.steps : null
  } catch {
    return null
  }
}

function plansDir({ dataDir }: Paths): string {
  return join(dataDir, 'permission-plans')
}

async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const made = await stat(path).catch(() => null)
    if (made !== null && Date.now() - made.mtimeMs > GOOD_FOR_MS) await unlink(path).catch(() => {})
  }
}

function noPlan(): AppError {
  return new AppError(
    'not-found',
    'That plan is older than ten minutes or was carried out already, so nothing was changed. Look at the findings again and make a new plan.',
  )
}
