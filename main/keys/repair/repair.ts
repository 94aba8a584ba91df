/** `keys.planRepair` and `keys.repair`: what would be changed, and changing exactly that. */

import type { CallContext } from '../../contract/dispatch.ts'
import { AppError, throwIfCancelled } from '../../contract/errors.ts'
import type {
  KeyPair,
  PlanRepairParams,
  RepairKeyParams,
  RepairPlan,
} from '../../contract/methods.ts'
import type { KeyDeps } from '../deps.ts'
import { diagnoseRead } from '../diagnose.ts'
import type { InspectedPair } from '../inspect.ts'
import { readPairFiles } from '../listing/pair-files.ts'
import { privateNameRecipe, publicNameRecipe } from './move-repair.ts'
import { isPublicDamage, isTextDamage } from './offers.ts'
import { publicRecipe } from './public-repair.ts'
import { puttyRecipe } from './putty-repair.ts'
import { noRepair, type Patient, planIdOf, type Recipe } from './recipe.ts'
import { opensshFormatRecipe, textRecipe } from './text-repair.ts'

interface Draft {
  readonly plan: RepairPlan
  readonly recipe: Recipe
}

/**
 * What a repair would change; nothing is changed.
 *
 * @throws {AppError} `not-found`, `unsupported` when nothing can repair it, `passphrase-needed`,
 * `passphrase-wrong`, `already-exists`, `changed-meanwhile` when the problem is gone
 */
export async function planRepair(deps: KeyDeps, params: PlanRepairParams): Promise<RepairPlan> {
  return (await draftRepair(deps, params, new AbortController().signal)).plan
}

/**
 * With a `planId`, only what that plan showed happens; without, the person is asked. The repaired
 * copy is proven before it replaces anything, and the original goes to the backups.
 *
 * @throws {AppError} as `planRepair`, and `declined`, `cancelled`, `verification-failed`, and the
 * errors of changing files
 */
export async function repairKey(
  deps: KeyDeps,
  params: RepairKeyParams,
  context: Pick<CallContext, 'confirm' | 'signal' | 'progress'>,
): Promise<KeyPair> {
  let draft = await draftRepair(deps, params, context.signal)
  const agreed = params.planId ?? draft.plan.planId
  if (params.planId === undefined) {
    await confirm(draft.plan, context)
    draft = await draftRepair(deps, params, context.signal)
  }
  if (agreed !== draft.plan.planId) {
    throw new AppError(
      'changed-meanwhile',
      'Nothing was repaired: the files of this key are not as they were when the repair was shown. Look at it again.',
    )
  }
  throwIfCancelled(context.signal)
  const detail = 'Checking the repaired copy'
  context.progress({ method: 'keys.repair', progress: { kind: 'working', detail } })
  const place = await draft.recipe.apply(context)
  deps.log.info('key-repaired', { id: params.id, problem: params.problem })
  return deps.inspect(place.privateKeyPath, place.publicKeyPath)
}

async function draftRepair(
  deps: KeyDeps,
  params: PlanRepairParams,
  signal: AbortSignal,
): Promise<Draft> {
  const patient = await examine(deps, params, signal)
  const recipe = await recipeFor(patient)
  const { title, steps, notes } = recipe
  const planId = planIdOf(patient, recipe)
  return { plan: { planId, problem: params.problem, title, steps, notes }, recipe }
}

async function examine(
  deps: KeyDeps,
  { id, path, problem, passphrase }: PlanRepairParams,
  signal: AbortSignal,
): Promise<Patient> {
  const inspected = await deps.find(path === undefined ? { id } : { id, path })
  refuseIfGone(inspected, problem)
  const { name, privateKeyPath, publicKeyPath, certificatePath, source } = inspected.pair
  const files = await readPairFiles(
    name,
    { privatePath: privateKeyPath, publicPath: publicKeyPath, certificatePath },
    source,
  )
  const diagnosis = files.privateFile === null ? null : await diagnoseRead(files.privateFile.read)
  return { deps, inspected, files, diagnosis, problem, passphrase, signal }
}

function refuseIfGone({ pair }: InspectedPair, problem: string): void {
  if (pair.problems.some(({ code }) => code === problem)) return
  throw new AppError(
    'changed-meanwhile',
    `${pair.name} does not have that problem now, so there is nothing to repair.`,
  )
}

async function recipeFor(patient: Patient): Promise<Recipe> {
  const { problem, inspected } = patient
  if (isTextDamage(problem)) return textRecipe(patient)
  if (isPublicDamage(problem)) return publicRecipe(patient)
  switch (problem) {
    case 'no-public-file':
    case 'pair-mismatch':
      return publicRecipe(patient)
    case 'ed25519-pkcs8':
      return opensshFormatRecipe(patient)
    case 'putty':
      return puttyRecipe(patient)
    case 'public-key':
    case 'rfc4716':
      return publicNameRecipe(patient)
    case 'private-in-public-file':
      return privateNameRecipe(patient)
    default:
      throw noRepair(inspected.pair.name, 'this problem is not one of its file')
  }
}

async function confirm(
  { title, steps, notes }: RepairPlan,
  context: Pick<CallContext, 'confirm'>,
): Promise<void> {
  const changes = steps.map(
    ({ path, before, after }) => `${path}\n  now: ${before}\n  then: ${after}`,
  )
  const remarks = notes.map((one) => `${one.title}. ${one.detail}`)
  const backup = 'What is replaced goes to the backups, and can be brought back from there.'
  const accepted = await context.confirm({
    title: `${title}?`,
    detail: [...changes, ...remarks, backup].join('\n'),
    action: 'Repair',
  })
  if (!accepted) throw new AppError('declined', 'Nothing was repaired, and nothing was changed.')
}
