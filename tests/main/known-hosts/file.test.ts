import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { assert, property, string, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatKnownHosts, parseKnownHosts } from '../../../main/known-hosts/file.ts'
import { linesFor } from '../../../main/known-hosts/judge.ts'
import { knownHostName, matchesHosts } from '../../../main/known-hosts/matching.ts'
import { startProcessorClock } from '../../support/processor-time.ts'
import { keygenFinds } from './oracle.ts'

const MIXED = join(import.meta.dirname, '../../vectors/known-hosts/mixed')

describe('every byte stays', () => {
  test('of the mixed file', () => {
    const bytes = readFileSync(MIXED)
    expect(formatKnownHosts(parseKnownHosts(bytes)).equals(bytes)).toBe(true)
  })

  test('of anything', () => {
    assert(
      property(uint8Array({ maxLength: 400 }), (array) => {
        const bytes = Buffer.from(array)
        return formatKnownHosts(parseKnownHosts(bytes)).equals(bytes)
      }),
    )
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const bytes = Buffer.from(`# \r\n${text}\n`, 'utf8')
        return formatKnownHosts(parseKnownHosts(bytes)).equals(bytes)
      }),
    )
  })
})

describe('the same lines as ssh-keygen -F', () => {
  test.each([
    ['ssh.runpod.io', 22],
    ['SSH.RUNPOD.IO', 22],
    ['203.0.113.7', 12345],
    ['203.0.113.7', 22],
    ['203.0.113.8', 40022],
    ['203.0.113.9', 22022],
    ['203.0.113.9', 22],
    ['git.example.org', 22],
    ['a.example.com', 22],
    ['bad.example.com', 22],
    ['example.com', 22],
    ['10.0.0.5', 22],
    ['10.0.0.55', 22],
    ['x.corp.example', 22],
    ['host.example', 22],
    ['mixed.case.example', 22],
    ['old.example', 22],
    ['crlf.example', 22],
    ['2001:db8::1', 22],
    ['2001:db8::2', 2222],
    ['name.example', 22],
    ['last.example', 22],
    ['not-there.example', 22],
  ])('%s port %i', (host, port) => {
    const ours = linesFor(parseKnownHosts(readFileSync(MIXED)), host, port)
    expect(ours.map(({ number, marker }) => ({ line: number, marker }))).toEqual(
      keygenFinds(MIXED, knownHostName(host, port)),
    )
  })
})

test.each(['broken.example', 'wrongtype.example'])(
  '%s has no usable key: ssh-keygen -F shows the line, but ssh passes it over',
  (host) => {
    const ours = linesFor(parseKnownHosts(readFileSync(MIXED)), host, 22)
    expect(ours.filter(({ marker }) => marker === null)).toEqual([])
    expect(keygenFinds(MIXED, host).filter(({ marker }) => marker === null)).toHaveLength(1)
  },
)

test('patterns of nothing but stars are not slow', () => {
  const usedMs = startProcessorClock()
  expect(matchesHosts(`${'*a'.repeat(2_000)}b`, 'a'.repeat(250))).toBe(false)
  expect(usedMs()).toBeLessThan(5_000)
})

test('damaged hashes match nothing', () => {
  for (const hosts of ['|', '|1|', '|1|a|', '|2|YQ==|YQ==', '|1|YQ==|YQ==|YQ==', '|1|=|=']) {
    expect(matchesHosts(hosts, 'host.example')).toBe(false)
  }
})
