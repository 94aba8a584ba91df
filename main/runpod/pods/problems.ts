/** What is wrong with a pod, as far as RunPod's answer shows it. */

import type { PodKey, Problem } from '../../contract/methods.ts'
import { authorizeCommand } from '../../public-keys/index.ts'
import type { ApiPod } from '../api/types.ts'
import { isNullText, type LocalKey } from './created-with.ts'
import { exposesSsh, lacksPublicPort } from './waiting.ts'

export interface PodFacts {
  readonly pod: ApiPod
  readonly createdWith: readonly PodKey[] | null
  /** The keys that the person would use for this pod, each with when Keypilot published it. */
  readonly candidates: readonly Candidate[]
  /** ms since 1970. */
  readonly now: number
}

export interface Candidate {
  readonly key: LocalKey
  /** ISO 8601, UTC; null when Keypilot did not publish it, or does not remember. */
  readonly publishedAt: string | null
}

export function podProblems(facts: PodFacts): readonly Problem[] {
  const { pod, now } = facts
  const { missing } = pod
  return [
    ...keyVariableProblems(facts),
    ...unknownKeyProblems(facts),
    ...(pod.ports !== null && !exposesSsh(pod) ? [NO_PORT_22] : []),
    ...(lacksPublicPort(pod, now) ? [NO_PUBLIC_PORT] : []),
    ...deadVariables(pod),
    ...(missing.length === 0 ? [] : [incomplete(missing)]),
  ]
}

function keyVariableProblems({ pod }: PodFacts): readonly Problem[] {
  const text = pod.keyVariables?.PUBLIC_KEY
  if (text === undefined) return []
  if (isNullText(text)) return [PUBLIC_KEY_NULL]
  return text.trim() === '' ? [PUBLIC_KEY_EMPTY] : []
}

/** Only what is proven: by the pod's own list, or by the times of the pod and of the key. */
function unknownKeyProblems({ pod, createdWith, candidates }: PodFacts): readonly Problem[] {
  const [first] = candidates
  if (first === undefined || createdWith?.length === 0) return []
  const isKnown = ({ key, publishedAt }: Candidate) =>
    createdWith === null
      ? publishedAt === null || !isBefore(pod.createdAt, publishedAt)
      : createdWith.some(({ fingerprint }) => fingerprint === key.id)
  if (candidates.some(isKnown)) return []
  const { key, publishedAt } = first
  const why =
    createdWith === null
      ? `It was created ${timeOf(pod.createdAt)}, and your key ${key.name} was put on the account ${timeOf(publishedAt)}.`
      : `Your key ${key.name} is not among the keys it was created with (PUBLIC_KEY in its environment).`
  return [
    {
      code: 'pod-older-than-key',
      severity: 'warning',
      title: 'This pod does not know your key',
      detail: `${why} A pod gets its keys when it is created and is not told of later ones, so a direct login will be refused; restarting does not help. Either deploy a new pod, or open the pod’s web terminal (Connect tab) and run the line below there: it adds your key to this pod.`,
      fix: {
        kind: 'copy',
        text: authorizeCommand(key.line),
        label: 'Copy the line to run in the pod’s web terminal',
      },
    },
  ]
}

function isBefore(time: string | null, other: string): boolean {
  return time !== null && Date.parse(time) < Date.parse(other)
}

/** `2026-11-29 09:42 UTC`. */
function timeOf(time: string | null): string {
  return time === null ? 'some time ago' : `on ${time.slice(0, 16).replace('T', ' ')} UTC`
}

function deadVariables({ keyVariables }: ApiPod): readonly Problem[] {
  const names = (['SSH_PUBLIC_KEY', 'RUNPOD_SSH_PUBLIC_KEY'] as const).filter(
    (name) => keyVariables?.[name] !== undefined,
  )
  return names.map((name) => ({
    code: 'dead-variable',
    severity: keyVariables?.PUBLIC_KEY === undefined ? 'warning' : 'info',
    title: `${name} does nothing in RunPod’s images`,
    detail: `Old instructions name this variable, and no official image reads it: the key in it does not get onto the pod, unless your own image looks for it. The variable that counts is PUBLIC_KEY, and it is set when a pod is created.`,
  }))
}

function incomplete(missing: readonly string[]): Problem {
  return {
    code: 'incomplete-answer',
    severity: 'info',
    title: 'RunPod did not say everything about this pod',
    detail: `In its answer, these parts were missing or of an unexpected kind: ${missing.join(', ')}. What depends on them is left out here; RunPod’s website shows them.`,
  }
}

const PUBLIC_KEY_NULL: Problem = {
  code: 'public-key-null',
  severity: 'error',
  title: 'The pod has the word “null” in the place of a key',
  detail:
    'The program that created this pod had no key and wrote “null” into PUBLIC_KEY. The SSH server starts, and refuses every key on a direct connection. Deploy the pod again with your key on the account, or add the key in its web terminal (Connect tab).',
}

const PUBLIC_KEY_EMPTY: Problem = {
  code: 'public-key-empty',
  severity: 'error',
  title: 'The pod was created without a key',
  detail:
    'PUBLIC_KEY is empty in its environment. RunPod’s images start their SSH server only when there is a key, so a direct connection is refused although the port is there. Put your key on the account first, then deploy the pod again.',
}

const NO_PORT_22: Problem = {
  code: 'no-port-22',
  severity: 'info',
  title: 'No direct connection: port 22 is not exposed',
  detail:
    'Without “22/tcp” among its TCP ports the pod can be reached through RunPod’s proxy only: a terminal, but no file transfer, no port forwarding, no VS Code or Cursor. Editing the pod to add TCP port 22 restarts it, and everything outside /workspace is lost.',
}

const NO_PUBLIC_PORT: Problem = {
  code: 'no-public-port',
  severity: 'warning',
  title: 'RunPod gave this pod no public port',
  detail:
    'Port 22 is exposed and the pod has been running for more than ten minutes, and there is still no address for it. Machines of the Community Cloud may have no public one. The proxy works without it; a Secure Cloud pod always has one.',
}
