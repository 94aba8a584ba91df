/** The memory of a program and everything it has started. Linux only: read from /proc. */

import { readdir, readFile } from 'node:fs/promises'

export interface TreeMemory {
  readonly processes: number
  /** Sum of what each has resident; pages that several share are counted for each. */
  readonly residentBytes: number
  /** Pages that several share are counted once, in parts. */
  readonly proportionalBytes: number
}

export async function memoryOfTree(root: number): Promise<TreeMemory> {
  const members = descendantsOf(root, await parents())
  const rollups = await Promise.all(
    members.map((pid) => readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')),
  )
  const sum = (field: string) => {
    const pattern = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm')
    return rollups.reduce((bytes, text) => bytes + Number(pattern.exec(text)?.[1] ?? 0) * 1_024, 0)
  }
  return {
    processes: members.length,
    residentBytes: sum('Rss'),
    proportionalBytes: sum('Pss'),
  }
}

/** By process: its parent. */
async function parents(): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const text = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '')
    const parent = /^PPid:\s+(\d+)/m.exec(text)?.[1]
    if (parent !== undefined) found.set(Number(name), Number(parent))
  }
  return found
}

function descendantsOf(root: number, parentOf: ReadonlyMap<number, number>): readonly number[] {
  const members = [root]
  for (const member of members) {
    for (const [pid, parent] of parentOf) if (parent === member) members.push(pid)
  }
  return members
}
