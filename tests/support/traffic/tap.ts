/** Listens in on everything that goes out of Keypilot in this process, and learns its secrets. */

import childProcess, { type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import fsPromises from 'node:fs/promises'
import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { isForeign, recordPrivateKeys, recordSecret, recordTraffic } from './record.ts'

if (process.env.KEYPILOT_TRAFFIC_DIR) {
  tapHttp()
  tapPrograms()
  tapLogs()
  await tapFiles()
  syncBuiltinESMExports()
}

/** Answers and events of the browser host, and the passphrases and passwords that the tests send to it. */
function tapHttp(): void {
  before(http.ServerResponse.prototype, ['write', 'end'], function (chunk) {
    if (!isForeign(this)) recordTraffic('http', textOf(chunk))
  })
  before(http.ClientRequest.prototype, ['write', 'end'], (chunk) => {
    for (const [, secret] of textOf(chunk).matchAll(
      /"\w*[pP]ass(?:phrase|word)":"((?:[^"\\]|\\.){8,}?)"/g,
    )) {
      // A choice of `passwordAccess.prepare`, and no password.
      if (secret !== 'generated') recordSecret(JSON.parse(`"${secret}"`) as string)
    }
  })
}

/** What the built program prints. */
function tapPrograms(): void {
  const { spawn, spawnSync } = childProcess
  const isOurs = (args: readonly unknown[]) => JSON.stringify(args.slice(0, 2)).includes('cli.mjs')
  childProcess.spawnSync = ((...args: Parameters<typeof spawnSync>) => {
    const result = spawnSync(...args)
    if (isOurs(args)) {
      for (const output of [result.stdout, result.stderr]) recordTraffic('terminal', textOf(output))
    }
    return result
  }) as typeof spawnSync
  childProcess.spawn = ((...args: Parameters<typeof spawn>) => {
    const child: ChildProcess = spawn(...args)
    if (!isOurs(args)) return child
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      // Before the stream hands it on: a listener would start the flow too early for the test's own.
      before(stream, ['push'], (chunk) => recordTraffic('terminal', textOf(chunk)))
    }
    return child
  }) as typeof spawn
}

function tapLogs(): void {
  const { appendFile } = fsPromises
  fsPromises.appendFile = (file, data, options) => {
    if (String(file).endsWith('.log')) recordTraffic('log', textOf(data))
    return appendFile(file, data, options)
  }
}

/** Private keys as they are written and read. */
async function tapFiles(): Promise<void> {
  const handle = await fsPromises.open(process.execPath, 'r')
  before(Object.getPrototypeOf(handle) as object, ['writeFile', 'write'], (data) =>
    recordPrivateKeys(textOf(data)),
  )
  await handle.close()
  before(fsPromises, ['writeFile'], (_file, data) => recordPrivateKeys(textOf(data)))
  before(fs, ['writeFileSync'], (_file, data) => recordPrivateKeys(textOf(data)))
  const { readFile } = fsPromises
  fsPromises.readFile = (async (...args: Parameters<typeof readFile>) => {
    const data = await readFile(...args)
    recordPrivateKeys(textOf(data))
    return data
  }) as typeof readFile
}

/** Calls `look` with the arguments of these methods before they run. */
function before(
  target: object,
  names: readonly string[],
  look: (this: object, ...args: readonly unknown[]) => void,
): void {
  const methods = target as Record<string, (...args: readonly unknown[]) => unknown>
  for (const name of names) {
    const original = methods[name]
    if (original === undefined) throw new Error(`there is no ${name} to listen to`)
    methods[name] = function (this: object, ...args: readonly unknown[]) {
      look.apply(this, [...args])
      return original.apply(this, [...args])
    }
  }
}

function textOf(data: unknown): string {
  if (typeof data === 'string') return data
  return data instanceof Uint8Array ? Buffer.from(data).toString('latin1') : ''
}
