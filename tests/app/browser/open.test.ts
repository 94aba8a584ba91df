/** Opening the browser, with an `xdg-open` of our own on PATH. */

import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openInBrowser } from '../../../app/browser/open.ts'

const url = `http://127.0.0.1:41234/#c=${'ab'.repeat(32)}`
const path = process.env.PATH
let folder: string
let dataDir: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keypilot-open-'))
  dataDir = join(folder, 'data')
  process.env.PATH = `${folder}:${path}`
})
afterEach(() => {
  process.env.PATH = path
})

function xdgOpen(script: string): void {
  writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'xdg-open'), 0o755)
}

const open = (env: Readonly<Record<string, string>> = { DISPLAY: ':1' }) =>
  openInBrowser({ url, dataDir, platform: 'linux', env })

describe('the browser', () => {
  it('is led to the address by a file that only we can read, and not by arguments', async () => {
    xdgOpen(`printf '%s\\n' "$@" > ${folder}/arguments`)
    const remove = await open()
    const [file = ''] = readFileSync(join(folder, 'arguments'), 'utf8').trim().split('\n')
    expect(file.startsWith(dataDir)).toBe(true)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain(`content="0; url=${url}"`)
    await remove?.()
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('is not opened when the launcher fails', async () => {
    xdgOpen('exit 3')
    expect(await open()).toBeNull()
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('is not looked for without a display', async () => {
    xdgOpen('true')
    expect(await open({})).toBeNull()
  })
})
