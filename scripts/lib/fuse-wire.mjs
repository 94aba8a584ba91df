/**
 * The fuses of an Electron program: one character each behind a known text, '0' off, '1' on
 * (electron/electron, docs/tutorial/fuses.md; the order is that of @electron/fuses).
 */

import { readFileSync, writeFileSync } from 'node:fs'

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** What stands between the sentinel and the first fuse: a version and the number of fuses. */
const HEADER_BYTES = 2
const WASM_TRAP_HANDLERS = 8
/** How many fuses we have an opinion about. */
const KNOWN_FUSES = 9
const ON = 0x31

/**
 * Sets the fuse that electron-builder has no name for. It stays on as Electron ships it, for bounds
 * checks in hardware: no page of ours uses WebAssembly. Older runtimes do not have it.
 *
 * @throws when there is a fuse nobody here has decided about
 */
export function setNinthFuse(program) {
  const bytes = readFileSync(program)
  const wires = wiresOf(bytes)
  if (wires.length === 0) throw new Error(`${program} has no fuses`)
  for (const { start, count } of wires) {
    if (count > KNOWN_FUSES)
      throw new Error(`${program} has ${count} fuses: decide about the new ones`)
    if (count > WASM_TRAP_HANDLERS) bytes[start + WASM_TRAP_HANDLERS] = ON
  }
  writeFileSync(program, bytes)
}

/** A program for two kinds of processor has two of them. */
function wiresOf(bytes) {
  const wires = []
  for (let at = bytes.indexOf(SENTINEL); at !== -1; at = bytes.indexOf(SENTINEL, at + 1)) {
    const header = at + SENTINEL.length
    wires.push({ start: header + HEADER_BYTES, count: bytes[header + 1] })
  }
  return wires
}
