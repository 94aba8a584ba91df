/** The audit as a whole. */

import { describe, expect, it } from 'vitest'
import { auditFolder, brief } from './audit-folder.ts'

const world = auditFolder()

describe('a config in order', () => {
  it('has no findings', async () => {
    await world.key('id_pod')
    const config =
      'Host pod\n  HostName 203.0.113.7\n  Port 22061\n  IdentityFile ~/.ssh/id_pod\n  IdentitiesOnly yes\nHost *\n  Port 22\n  User root\n'
    expect(await world.audit(config, { ssh: true })).toEqual([])
    expect(await world.audit('', { ssh: true })).toEqual([])
  })
})

describe('the ids', () => {
  it('are the same at the same place, and different elsewhere', async () => {
    const config = 'Host a\n  Prot 22\n  Prot 22\n'
    const [first, second] = [await world.audit(config), await world.audit(config)]
    expect(first).toEqual(second)
    expect(new Set(first.map(({ id }) => id)).size).toBe(2)
  })
})

it('audits 10,000 hosts', async () => {
  const host = (index: number) => `Host h${index}\n  HostName 203.0.113.7\n  Port ${index + 1}\n`
  const many = Array.from({ length: 10_000 }, (_, index) => host(index)).join('')
  const findings = await world.audit(
    `Host h9*\n  User nine\n${many}Host *\n  User all\nHost h5\n  Port 1\n`,
  )
  expect(brief(findings)).toEqual(['duplicate-alias 30005 h5'])
}, 60_000)
