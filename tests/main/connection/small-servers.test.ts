/** Servers that are not OpenSSH: what a login is good for differs, and is really tried. */

import { beforeEach, describe, expect, test } from 'vitest'
import { startDropbear, startTinysshd, whyNoSmallServers } from '../../support/servers/index.ts'
import { type Bench, createBench, type MadeKey, targetOf } from './support.ts'

describe.skipIf(whyNoSmallServers() !== null)('with small real servers', () => {
  let bench: Bench
  let key: MadeKey
  beforeEach(() => {
    bench = createBench()
    key = bench.makeKey('id_ed25519')
  })

  test('Dropbear runs commands, gives a terminal and forwards ports', async () => {
    const server = await startDropbear({ authorizedKeys: [key.publicLine] })
    const { report } = await bench.run({ target: targetOf(server) })
    await server.stop()
    expect(report).toMatchObject({
      ...{ verdict: 'ok', acceptedKey: key.id },
      capabilities: { exec: true, pty: true, forwarding: true },
    })
    expect(report.serverSoftware).toContain('dropbear')
  })

  test('Dropbear without forwarding is told from a port where nothing listens', async () => {
    const server = await startDropbear({ authorizedKeys: [key.publicLine], args: ['-j'] })
    const { report } = await bench.run({ target: targetOf(server) })
    await server.stop()
    expect(report).toMatchObject({ verdict: 'ok', capabilities: { forwarding: false } })
    expect(report.summary).toContain('VS Code and Cursor and tunnels will not work.')
  })

  test('TinySSH ends the connection after a command: what was not tried is not known', async () => {
    const server = await startTinysshd({ authorizedKeys: [key.publicLine] })
    const { report } = await bench.run({ target: targetOf(server) })
    await server.stop()
    expect(report).toMatchObject({
      ...{ verdict: 'ok', acceptedKey: key.id },
      capabilities: { exec: true, sftp: null, forwarding: null },
    })
    expect(report.stages.find(({ id }) => id === 'sftp')?.detail).toMatch(/not known.*not known/)
    expect(report.serverSoftware).toContain('tinyssh')
  })
})
