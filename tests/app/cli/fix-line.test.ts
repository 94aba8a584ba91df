import { expect, it } from 'vitest'
import { fixLine } from '../../../app/cli/fix-line.ts'
import type { MethodName } from '../../../main/contract/methods.ts'

const call = (method: MethodName, params: object = { id: 'x' }) =>
  fixLine({ kind: 'call', label: 'Show it', method, params: params as never }, 'linux')

it.each<[MethodName, string]>([
  ['sshConfig.planFix', 'keypilot config --fix'],
  ['permissions.plan', 'keypilot doctor --fix'],
  ['sshConfig.planUpsert', `keypilot call sshConfig.upsertHost '{"id":"x"}'`],
  ['keys.planRepair', `keypilot call keys.repair '{"id":"x"}'`],
])('%s alone would print JSON: what asks is printed instead', (method, text) => {
  expect(call(method)).toEqual({
    label: 'Show it (shows the change, and makes it only after your yes)',
    text,
  })
})

it('what acts is printed as it is', () => {
  expect(call('knownHosts.forget', { host: 'h', port: 22 })).toEqual({
    label: 'Show it',
    text: `keypilot call knownHosts.forget '{"host":"h","port":22}'`,
  })
  expect(fixLine({ kind: 'copy', label: 'Copy', text: 'a b' }, 'linux').text).toBe('a b')
  expect(fixLine({ kind: 'ask', label: 'Test again', ask: 'test-again' }, 'linux').text).toBeNull()
  expect(fixLine({ kind: 'link', label: 'Pods', link: 'runpod-pods' }, 'linux').text).toContain(
    'https://',
  )
})
