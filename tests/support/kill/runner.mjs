/**
 * Runs `run(...arguments)` of a bundled module and kills its own process at the call of the
 * file system with the number KILL_AT. argv: module, file for the list of calls, arguments.
 */

import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { pathToFileURL } from 'node:url'

const [, , module, listFile, ...args] = process.argv
const killAt = Number(process.env.KILL_AT ?? 0)
const { writeFileSync } = fs
const calls = []
let armed = false

function die() {
  process.kill(process.pid, 'SIGKILL')
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

/** True when this is where to die. */
function reached(name) {
  if (!armed) return false
  calls.push(name)
  return calls.length === killAt
}

function half(data) {
  if (typeof data === 'string') return data.slice(0, data.length >> 1)
  return ArrayBuffer.isView(data) ? data.subarray(0, data.byteLength >> 1) : null
}

function describe(name, args) {
  // The first argument of a handle's calls is data.
  const path = typeof args[0] === 'string' && !name.startsWith('handle.') ? args[0] : ''
  return `${name} ${path}`.trim()
}

function wrapAll(holder, names, owner) {
  for (const name of names) {
    const original = holder[name]
    holder[name] = function (...args) {
      if (reached(describe(`${owner}${name}`, args))) die()
      return original.apply(this, args)
    }
  }
}

/** A write has a second point: half of it is done. */
function wrapWrite(holder, name, dataAt, owner) {
  const original = holder[name]
  holder[name] = async function (...args) {
    if (reached(describe(`${owner}${name}`, args))) die()
    const part = half(args[dataAt])
    if (part !== null && part.length > 0 && reached(`half of ${describe(owner + name, args)}`)) {
      const rest = name === 'write' ? [part, 0, part.byteLength, args[3] ?? null] : null
      await original.apply(
        this,
        rest ?? [...args.slice(0, dataAt), part, ...args.slice(dataAt + 1)],
      )
      die()
    }
    return original.apply(this, args)
  }
}

const promised = fs.promises
const handle = await promised.open(process.execPath, 'r')
const handleType = Object.getPrototypeOf(handle)
await handle.close()
const handleCalls = [
  'appendFile',
  'chmod',
  'chown',
  'close',
  'datasync',
  'read',
  'readFile',
  'stat',
]
wrapAll(handleType, [...handleCalls, 'sync', 'truncate', 'utimes'], 'handle.')
wrapWrite(handleType, 'write', 0, 'handle.')
wrapWrite(handleType, 'writeFile', 0, 'handle.')
const writes = ['writeFile', 'appendFile']
const isCall = (name) => typeof promised[name] === 'function' && !writes.includes(name)
wrapAll(promised, Object.keys(promised).filter(isCall), '')
for (const name of writes) wrapWrite(promised, name, 1, '')
const sync = Object.keys(fs).filter((name) => name.endsWith('Sync') && name !== 'writeFileSync')
wrapAll(fs, [...sync, 'writeFileSync'], '')
syncBuiltinESMExports()

const { run } = await import(pathToFileURL(module).href)
process.stdout.write('started\n')
armed = true
let failure = null
try {
  await run(...args)
} catch (error) {
  failure = `${error?.name} ${error?.code ?? ''}: ${error?.message}`
}
armed = false
writeFileSync(listFile, JSON.stringify({ calls, failure }))
process.exit(0)
