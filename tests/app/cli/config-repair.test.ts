/** `keypilot config --fix` on throwaway files: shown, asked about, written, and taken back. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { resolvePaths } from '../../../main/storage/index.ts'
import { keypilot } from './keypilot.ts'

const { sshDir } = resolvePaths()
const file = join(sshDir, 'config')

/** Two faults that can be repaired: the mark at the start, and a key that is not there. */
const TWO_FAULTS = '\ufeffHost pod\n  HostName 203.0.113.7\n  IdentityFile ~/.ssh/nowhere\n'
const WITHOUT_MARK = TWO_FAULTS.slice(1)

beforeEach(() => {
  rmSync(sshDir, { recursive: true, force: true })
  mkdirSync(sshDir, { mode: 0o700 })
})

function write(text: string): void {
  writeFileSync(file, text, { mode: 0o600 })
}
const content = () => readFileSync(file, 'utf8')

const answering = (...answers: readonly string[]) => ({ interactive: true, answers })

it('is named by the findings that it can repair', async () => {
  write(TWO_FAULTS)
  expect((await keypilot(['config'])).out).toContain('    keypilot config --fix\n')
  write('Host pod\n')
  expect((await keypilot(['config'])).out).not.toContain('--fix')
})

describe('on a terminal', () => {
  it('every change is shown and asked about, and only what was agreed to is made', async () => {
    write(TWO_FAULTS)
    const { code, out, asked } = await keypilot(['config', '--fix'], answering('y', 'n'))
    expect(asked).toEqual(['Change this? [y/N] ', 'Change this? [y/N] '])
    expect(out).toMatch(/config:3\n/)
    expect(out).toMatch(/^ {4}- {3}IdentityFile ~\/\.ssh\/nowhere$/m)
    expect(content()).toBe(WITHOUT_MARK)
    // What is left is a warning.
    expect(code).toBe(0)
    expect(out).toContain('! The key file is not there')
  })

  it('a change is taken back with the line that was printed', async () => {
    write(TWO_FAULTS)
    const { out } = await keypilot(['config', '--fix'], answering('y', 'n'))
    const [, id = ''] = /backups\.restore '\{"id":"([^"]+)"\}'/.exec(out) ?? []
    const restored = await keypilot(['call', 'backups.restore', JSON.stringify({ id }), '--yes'])
    expect(restored.code).toBe(0)
    expect(content()).toBe(TWO_FAULTS)
  })

  it('without a yes nothing is changed', async () => {
    write(TWO_FAULTS)
    const { code, err } = await keypilot(['config', '--fix'], answering('n', 'n'))
    expect(content()).toBe(TWO_FAULTS)
    expect(err).toMatch(/Nothing was changed\.\n$/)
    expect(code).toBe(1)
  })

  it('without a fault nothing is asked', async () => {
    write('Host pod\n')
    expect(await keypilot(['config', '--fix'], answering())).toEqual({
      code: 0,
      out: '✓ Nothing is wrong with your ssh config.\n',
      err: '',
      asked: [],
    })
  })
})

describe('with --yes', () => {
  it('everything is repaired without a question', async () => {
    write(TWO_FAULTS)
    const { code, out, asked } = await keypilot(['config', '--fix', '--yes'])
    expect(asked).toEqual([])
    expect(code).toBe(0)
    expect(out).toMatch(/✓ Nothing is wrong with your ssh config\.\n$/)
    expect(content().startsWith('Host pod\n')).toBe(true)
    expect(content()).not.toMatch(/^ *IdentityFile/m)
  })

  it('as JSON it says what was changed and what is left', async () => {
    write(TWO_FAULTS)
    const { code, out } = await keypilot(['config', '--fix', '--yes', '--json'])
    expect(code).toBe(0)
    expect(out.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      value: { changes: [{ changed: [file] }, { changed: [file] }], findings: [] },
    })
  })

  it('one fault behind another is repaired too', async () => {
    write('\ufeffHost pod\n  Frobnicate yes\n')
    const { code } = await keypilot(['config', '--fix', '--yes'])
    expect(content()).toBe('Host pod\n  # Keypilot: Frobnicate yes\n')
    expect(code).toBe(0)
  })

  it('what cannot be repaired fails still', async () => {
    write('Include config\n  IdentityFile ~/.ssh/nowhere\n')
    const { code, out } = await keypilot(['config', '--fix', '--yes'])
    expect(content()).not.toMatch(/^ *IdentityFile/m)
    expect(code).toBe(1)
    expect(out).toContain('✗ Includes without end')
  })
})

it('where nobody can be asked, the changes are shown and none is made', async () => {
  write(TWO_FAULTS)
  const { code, out, err } = await keypilot(['config', '--fix'])
  expect(code).toBe(1)
  expect(out).toMatch(/^ {4}\+ Host pod$/m)
  expect(err).toContain('add --yes')
  expect(content()).toBe(TWO_FAULTS)
})

it('cannot be made to command the terminal', async () => {
  write('\ufeffHost pod\n  User \u001b]0;x\u0007\n  IdentityFile ~/\u001b[2J\n# \u001b[2J\n')
  const { out, err } = await keypilot(['config', '--fix', '--yes'])
  expect(out + err).not.toContain('\u001b')
})

it.each([[['config', '--fix', 'pod']], [['config', '--fix', '--json']]])(
  '%j is not understood',
  async (args) => {
    write(TWO_FAULTS)
    expect((await keypilot(args)).code).toBe(2)
    expect(content()).toBe(TWO_FAULTS)
  },
)
