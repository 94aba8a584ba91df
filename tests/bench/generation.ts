/** A new key pair, from the call to both files being on the disk and proven, beside `ssh-keygen`. */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type InProcess, startInProcess } from '../support/in-process.ts'
import { median, publish, timed } from './measure.ts'
import type { Row } from './report/result.ts'

/** The time that RSA takes is chance, so its median needs many turns. */
const KINDS = [
  { label: 'Ed25519', type: 'ed25519', turns: 25 },
  { label: 'RSA 4096', type: 'rsa', bits: 4_096, turns: 21 },
] as const

const keypilot = await startInProcess()
try {
  const rows: Row[] = []
  for (const kind of KINDS) rows.push(await compare(keypilot, kind))
  publish({
    name: 'generation',
    title: 'Making a key pair',
    how:
      '`keys.generate`, which proves the pair before it gets its name (a signature, a second library, and ' +
      '`ssh-keygen -y`) and writes it so that a power cut leaves both halves or none; beside it `ssh-keygen`, which ' +
      'does neither. Finding the primes of an RSA key is chance: 21 turns of each for RSA, 25 for Ed25519. No budget.',
    rows,
  })
} finally {
  await keypilot.remove()
}

async function compare(
  { call, home }: InProcess,
  { label, turns, ...spec }: (typeof KINDS)[number],
): Promise<Row> {
  const ours: number[] = []
  const theirs: number[] = []
  const bits = 'bits' in spec ? ['-b', String(spec.bits)] : []
  for (let turn = 0; turn < turns; turn++) {
    const name = `${spec.type}-${turn}`
    ours.push(await timed(() => call('keys.generate', { ...spec, name, comment: 'bench' })))
    const args = ['-q', '-t', spec.type, ...bits, '-N', '', '-C', 'bench', '-f', join(home, name)]
    theirs.push(await timed(() => execFileSync('ssh-keygen', args)))
  }
  return {
    what: `Make a key pair, ${label}`,
    unit: 'ms',
    ours: median(ours),
    theirs: median(theirs),
    beside: 'ssh-keygen',
  }
}
