import { describe, expect, test } from 'vitest'
import {
  abilitiesOf,
  describeReport,
  statusOf,
  suggestAlias,
  summaryOf,
} from '../../../renderer/screens/connections/connection-words.ts'
import { BROKEN, PROXY, TRAINING, UNTESTED } from '../support/many-connections.ts'

const ago = () => 'a minute ago'

test('a state has words and a sign, and a running test comes before the last one', () => {
  expect(statusOf(TRAINING, null, ago)).toEqual({
    status: 'done',
    words: 'Logged in, a minute ago',
  })
  expect(statusOf(BROKEN, null, ago)).toEqual({
    status: 'failed',
    words: 'Nothing listens on that port, a minute ago',
  })
  expect(statusOf(UNTESTED, null, ago).words).toBe('Not tested yet')
  expect(statusOf(TRAINING, 'running', ago)).toEqual({ status: 'running', words: 'Testing…' })
  expect(statusOf(TRAINING, 'waiting', ago).status).toBe('waiting')
})

describe('what a connection can be used for', () => {
  const FULL = { exec: true, sftp: true, pty: true, forwarding: true }
  const works = (target = TRAINING.target, capabilities: typeof FULL | null | object = FULL) =>
    abilitiesOf(target, capabilities as typeof FULL | null).map((one) => one.works)

  test('everything over exposed TCP', () => {
    expect(works()).toEqual([true, true, true, true])
    expect(summaryOf(abilitiesOf(TRAINING.target, FULL))).toBe(
      'VS Code and scp will work, and a terminal.',
    )
  })

  test('a terminal only through the proxy, whatever a server claims', () => {
    expect(works(PROXY.target)).toEqual([true, false, false, false])
    expect(summaryOf(abilitiesOf(PROXY.target, FULL))).toBe(
      'A terminal works. Copying files and VS Code do not.',
    )
    expect(works(PROXY.target, null)).toEqual([null, false, false, false])
  })

  test('no editor without forwarding, and nothing claimed without a test', () => {
    expect(works(TRAINING.target, { ...FULL, forwarding: false })).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(works(TRAINING.target, { ...FULL, exec: false })[2]).toBe(false)
    expect(works(TRAINING.target, null)).toEqual([null, null, null, null])
    expect(summaryOf(abilitiesOf(TRAINING.target, null))).toContain('not known')
  })
})

test.each([
  ['Training pod', 'training-pod'],
  ['Ünïcode & Co.', 'u-ni-code-co'],
  ['-o ProxyCommand=x', 'o-proxycommand-x'],
  ['日本', '213.173.108.12'],
])('the short name of %s is %s', (name, alias) => {
  expect(suggestAlias({ ...TRAINING, name })).toBe(alias)
})

test('the end of a test of many in words', () => {
  const end = (passed: number, failed: number, notRun: number) =>
    describeReport({ results: [], passed, failed, notRun })
  expect(end(3, 0, 0)).toBe('3 logged in.')
  expect(end(3, 1, 2)).toBe(
    '3 logged in, 1 did not get through, 2 not tested, because you stopped.',
  )
  expect(end(0, 0, 0)).toBe('Nothing was tested.')
})
