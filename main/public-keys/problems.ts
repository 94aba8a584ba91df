/** Every problem of a pasted public key: its stable code, what it does to the key, and its wording. */

import type { Problem } from '../contract/types/common.ts'
import type { Note } from './finding.ts'
import { REJECTIONS } from './problems/rejections.ts'
import { REMARKS } from './problems/remarks.ts'
import { REPAIRS } from './problems/repairs.ts'
import type { Effect, Wording } from './problems/wording.ts'

const TABLE = { ...REJECTIONS, ...REPAIRS, ...REMARKS }

export type ProblemCode = keyof typeof TABLE

/** What a problem does to the key it belongs to. */
export function effectOf(code: ProblemCode): Effect {
  return TABLE[code].effect
}

/** The problem as the person sees it. */
export function toProblem({ code, values = {} }: Note): Problem {
  const wording: Wording = TABLE[code]
  const detail = wording.detail.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all)
  const { severity, title, fix } = wording
  return { code, severity, title, detail, ...(fix === undefined ? {} : { fix }) }
}

/** What a note would have told, where there is no text: for the help. */
const EXAMPLES: { readonly [name: string]: string } = {
  text: 'none',
  character: '“…”',
  bits: '768',
  word: 'x509v3-sign-rsa',
  line: '1',
  type: 'ssh-ed25519',
  comment: 'your_email@example.com',
  length: '70,000',
}

/** Every problem once, worded with examples; what keeps a key from working comes first. */
export function describeProblems(): readonly Problem[] {
  const codes = Object.keys(TABLE) as ProblemCode[]
  return codes.map((code) => toProblem({ code, values: EXAMPLES }))
}
