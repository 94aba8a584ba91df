/** Servers that have had enough: real ones of that version cannot be had here, so they are scripted. */

import { generateKeyPairSync } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import ssh2 from 'ssh2'
import { beforeEach, describe, expect, test } from 'vitest'
import { createPace } from '../../../../main/connection/find-key/pace.ts'
import { startScripted, startScriptedSsh } from '../../../support/servers/index.ts'
import { targetOf } from '../support.ts'
import { createPerson, type Person } from './support.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
})

/** Serves like an SSH server that knows no key, except where `act` says otherwise. */
async function startServer(act: (nth: number, socket: Socket) => 'serve' | 'done') {
  let accepted = 0
  const sockets = new Set<Socket>()
  const ssh = new ssh2.Server({ hostKeys: [privateKey] }, (connection) => {
    connection.on('error', () => {})
    connection.on('authentication', (context) => context.reject(['publickey']))
  })
  const listener = createServer((socket) => {
    accepted += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    if (act(accepted, socket) === 'serve') ssh.injectSocket(socket)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return {
    host: '127.0.0.1' as const,
    port: (listener.address() as AddressInfo).port,
    accepted: () => accepted,
    open: () => sockets.size,
    stop() {
      for (const socket of sockets) socket.destroy()
      return new Promise<void>((resolve) => listener.close(() => resolve()))
    },
  }
}

describe('a server that begins to penalise', () => {
  let person: Person
  beforeEach(async () => {
    person = createPerson()
    await person.addKeys(20)
  })
  const ask = async (server: Awaited<ReturnType<typeof startServer>>) => {
    const params = { target: targetOf(server), hostKeyPolicy: 'accept-new' } as const
    const { report } = await person.find(params)
    await expect.poll(server.open, { timeout: 5_000 }).toBe(0)
    await server.stop()
    return report
  }
  const states = (report: Awaited<ReturnType<typeof ask>>, state: string) =>
    report.keys.filter((key) => key.state === state).length

  test('“Not allowed at this time” ends the search at once', async () => {
    const server = await startServer((nth, socket) => {
      if (nth <= 2) return 'serve'
      socket.end('Not allowed at this time\r\n')
      return 'done'
    })
    const report = await ask(server)
    expect(report).toMatchObject({ accepted: [], connections: 3, failure: null })
    expect(report.stopped).toMatch(/Not allowed at this time.*10 keys were not tried.*wait/)
    expect([states(report, 'refused'), states(report, 'not-tried')]).toEqual([10, 10])
    expect(server.accepted()).toBe(3)
  })

  test('a connection that is closed or reset is tried once more, and then no longer', async () => {
    const server = await startServer((nth, socket) => {
      if (nth === 1) return 'serve'
      socket.resetAndDestroy()
      return 'done'
    })
    const report = await ask(server)
    expect(report.stopped).toContain('15 keys were not tried')
    expect(states(report, 'refused')).toBe(5)
    expect(server.accepted()).toBe(3)
  })

  test('one connection that is turned away by chance costs nothing', async () => {
    const server = await startServer((nth, socket) => {
      if (nth !== 2) return 'serve'
      socket.end('Exceeded MaxStartups\r\n')
      return 'done'
    })
    const report = await ask(server)
    expect(report).toMatchObject({ stopped: null, connections: 5 })
    expect(states(report, 'refused')).toBe(20)
  })

  test('another server behind the same address is shown no more keys', async () => {
    const { privateKey: otherKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    })
    const offered: number[] = []
    const other = new ssh2.Server({ hostKeys: [otherKey] }, (connection) => {
      connection.on('error', () => {})
      connection.on('authentication', (context) => {
        offered.push(1)
        context.reject(['publickey'])
      })
    })
    const server = await startServer((nth, socket) => {
      if (nth === 1) return 'serve'
      other.injectSocket(socket)
      return 'done'
    })
    const report = await ask(server)
    expect(report.stopped).toContain('a different host key')
    expect(offered).toEqual([])
    expect(states(report, 'refused')).toBe(5)
  })
})

test('a server that hangs up instead of answering is left alone after two connections', async () => {
  const person = createPerson()
  await person.addKeys(3)
  const server = await startScriptedSsh('drops-at-login')
  const params = { target: targetOf(server), hostKeyPolicy: 'accept-new' } as const
  const { report } = await person.find(params)
  await server.stop()
  expect(report).toMatchObject({ accepted: [], connections: 2, failure: null })
  expect(report.stopped).toMatch(/hung up without an answer.*3 keys were not tried/)
})

test('what answers at first decides about the failure', async () => {
  const person = createPerson()
  await person.addKeys(1)
  const server = await startScripted('not-allowed')
  const { report } = await person.find({ target: targetOf(server) })
  await server.stop()
  expect(report).toMatchObject({ connections: 1, stopped: null, accepted: [] })
  expect(report.failure?.explanation).toContain('Not allowed at this time')
  expect(report.failure?.fixes).not.toEqual([])
})

describe('the pace', () => {
  const waits = (software: string | null, count: number, msBetween: number) => {
    let now = 0
    const pace = createPace(() => now)
    return Array.from({ length: count }, () => {
      const waitMs = pace.next(software)
      now += waitMs + msBetween
      return waitMs
    })
  }

  test('servers without penalties are not waited for', () => {
    for (const software of ['SSH-2.0-OpenSSH_9.2p1 Debian-2', 'SSH-2.0-dropbear_2022.83', null]) {
      expect(waits(software, 10, 100)).toEqual(Array(10).fill(0))
    }
  })

  test.each(['SSH-2.0-OpenSSH_9.8', 'SSH-2.0-OpenSSH_10.3p1', 'SSH-2.0-OpenSSH_for_Windows_9.8'])(
    '%s never counts to 15 s',
    (software) => {
      const all = waits(software, 20, 100)
      expect(all.slice(0, 2)).toEqual([0, 0])
      // sshd's own book-keeping: 5 s for each connection, and what has passed is taken off.
      let account = 0
      for (const waitMs of all) {
        account = Math.max(0, account - waitMs) + 5_000
        expect(account).toBeLessThan(15_000)
        account = Math.max(0, account - 100)
      }
    },
  )
})
