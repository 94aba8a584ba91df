import { describe, expect, it } from 'vitest'
import { agentAddress, describeAgent } from '../../../main/system/agent.ts'

const PIPE = '\\\\.\\pipe\\openssh-ssh-agent'

describe('where the agent is', () => {
  it.each([
    ['linux', undefined, null],
    ['linux', '', null],
    ['linux', '/run/agent', '/run/agent'],
    ['darwin', '/private/tmp/launchd/Listeners', '/private/tmp/launchd/Listeners'],
    ['win32', undefined, PIPE],
    ['win32', '', PIPE],
    ['win32', '/tmp/ssh-x/agent.1', PIPE],
    ['win32', '\\\\.\\pipe\\my-agent', '\\\\.\\pipe\\my-agent'],
    ['win32', '//./PIPE/my-agent', '//./PIPE/my-agent'],
  ] as const)('on %s with SSH_AUTH_SOCK=%s is %s', (platform, socket, address) => {
    expect(agentAddress({ platform, env: { SSH_AUTH_SOCK: socket } })).toBe(address)
  })

  it.each([
    [null, 'running'],
    ['unset', 'not-running'],
    ['ENOENT', 'not-running'],
    ['ECONNREFUSED', 'not-running'],
    ['ENOTSOCK', 'not-running'],
    ['EACCES', 'unknown'],
    ['ETIMEDOUT', 'unknown'],
  ] as const)('%s means %s', (outcome, state) => {
    for (const platform of ['linux', 'win32'] as const) {
      const described = describeAgent(outcome, platform)
      expect(described.state).toBe(state)
      expect(described.detail).toMatch(/\.$/)
    }
  })
})
