/**
 * How many objects and functions a heap snapshot holds. Bytes alone tell little: for hours V8 adds
 * compiled code, function by function, and what it keeps beside it. Objects are ours.
 */

import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** In a process of its own, so that its memory is not what is measured. */
const COUNT = `
  const { snapshot, nodes } = JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))
  const { node_fields: fields, node_types: types } = snapshot.meta
  const at = fields.indexOf('type')
  const counted = ['object', 'closure'].map((name) => types[at].indexOf(name))
  let count = 0
  for (let index = at; index < nodes.length; index += fields.length) {
    if (counted.includes(nodes[index])) count += 1
  }
  process.stdout.write(String(count))
`

/** Removes the file, which is some hundred times as large as what is counted. */
export async function objectsIn(snapshotFile: string): Promise<number> {
  try {
    const { stdout } = await run(process.execPath, ['-e', COUNT, snapshotFile])
    return Number(stdout)
  } finally {
    await rm(snapshotFile, { force: true })
  }
}
