import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readSecret, type SecretInput } from '../../../app/cli/secret.ts'

/** What the question and Ctrl+C do, and in which order with the terminal's mode. */
function asking(signal = new AbortController().signal) {
  const events: string[] = []
  return {
    events,
    options: {
      signal,
      ask: () => {
        events.push('asked')
      },
      interrupt: () => {
        events.push('interrupted')
      },
    },
  }
}

function typing(): { input: PassThrough & SecretInput; modes: boolean[] } {
  const modes: boolean[] = []
  const input = Object.assign(new PassThrough(), { setRawMode: (raw: boolean) => modes.push(raw) })
  return { input, modes }
}

describe('a passphrase that is typed', () => {
  it.each([
    ['ends with Enter', 'secret\r', 'secret'],
    ['may hold spaces and any letter', 'schön 🔑 x\n', 'schön 🔑 x'],
    ['loses a character to Backspace', 'sex\u007fcrets\b🔑\u007f\r', 'secret'],
    ['is cleared by Ctrl+U', 'wrong\u0015right\r', 'right'],
    ['may be empty', '\r', ''],
    ['is given up with Ctrl+D', 'sec\u0004', null],
  ])('%s', async (_name, typed, expected) => {
    const { input, modes } = typing()
    const secret = readSecret(input, asking().options)
    for (const character of typed) input.write(character)
    expect(await secret).toBe(expected)
    expect(modes).toEqual([true, false])
  })

  it('is asked for only when nothing will be shown any more', async () => {
    const { events, options } = asking()
    const input = Object.assign(new PassThrough(), {
      setRawMode: (raw: boolean) => events.push(raw ? 'hidden' : 'shown'),
    })
    const secret = readSecret(input, options)
    input.write('x\u0003')
    expect(await secret).toBeNull()
    expect(events).toEqual(['hidden', 'asked', 'interrupted', 'shown'])
  })

  it('is given up when the terminal goes away', async () => {
    const { input } = typing()
    const secret = readSecret(input, asking().options)
    input.end('half')
    expect(await secret).toBeNull()
  })

  it('is given up when the command is stopped', async () => {
    const { input, modes } = typing()
    const controller = new AbortController()
    const secret = readSecret(input, asking(controller.signal).options)
    controller.abort()
    expect(await secret).toBeNull()
    expect(modes).toEqual([true, false])
    expect(await readSecret(input, asking(controller.signal).options)).toBeNull()
  })
})
