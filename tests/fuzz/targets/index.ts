import { type Target, vectorsIn } from '../target.ts'
import { keyTargets } from './keys.ts'
import { runpodTargets } from './runpod.ts'
import { sshTargets } from './ssh.ts'
import { storeTargets } from './stores.ts'

/** Every parser, in the order of the report. `root`: of the project. */
export function targetsIn(root: string): readonly Target[] {
  const vectors = vectorsIn(root)
  return [
    ...keyTargets(vectors),
    ...sshTargets(vectors, root),
    ...runpodTargets(vectors),
    ...storeTargets(),
  ]
}
