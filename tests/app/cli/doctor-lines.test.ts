/** `keypilot doctor` in narrow terminals, on Windows, and where not everything could be looked at. */

import { describe, expect, it } from 'vitest'
import { callLine } from '../../../app/cli/fix-line.ts'
import { ADVICE, doctor, FOLDER, KEY } from './doctor-world.ts'

it('gives Windows lines that its PowerShell does not take apart', () => {
  const params = { path: "/it's" }
  expect(callLine('keys.import', params, 'win32')).toBe(
    `'{"path":"/it''s"}' | keypilot call keys.import -`,
  )
  expect(callLine('keys.import', params, 'linux')).toBe(
    `keypilot call keys.import '{"path":"/it'\\''s"}'`,
  )
})

describe('what could not be looked at', () => {
  const note = { code: 'not-looked-at', severity: 'warning', title: 'T', detail: 'D' } as const

  it('is not called well, and exits with 1', async () => {
    const { code, out } = await doctor([], { notes: [note] })
    expect(code).toBe(1)
    expect(out).toContain('not everything could be looked at')
    expect(out).not.toContain('All is well')
    const wsl = { ...note, code: 'wsl', severity: 'info' } as const
    expect(await doctor([], { notes: [wsl] })).toMatchObject({ code: 0 })
  })
})

it('exits as without --fix when every answer is no', async () => {
  const options = { interactive: true, answers: ['n'] }
  expect(await doctor(['--fix'], { findings: [ADVICE] }, options)).toMatchObject({ code: 0 })
})

it.each([80, 40])('fits %i columns, but for what is to be copied', async (width) => {
  for (const world of [{ findings: [KEY, FOLDER, ADVICE] }, {}]) {
    const { out } = await doctor([], world, { width })
    const text = out.split('\n').filter((line) => !line.startsWith('    '))
    expect(text.filter(({ length }) => length > width)).toEqual([])
  }
})
