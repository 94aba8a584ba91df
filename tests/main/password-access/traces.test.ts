/** What the community's password script leaves behind, on a machine of its own. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { indexesOf, readTraces } from '../../../main/password-access/traces/traces.ts'
import { type Pod, startPod, whyNoPod } from '../../support/servers/index.ts'
import { recordSecret } from '../../support/traffic/record.ts'
import { type MadeKey, targetOf } from '../connection/support.ts'
import { type AccessBench, createAccessBench } from './support.ts'

const PASSWORD = 'left-over-password-9264'
const TEXT = '/workspace/root_password.txt'
const BAT = '/workspace/connect_windows.bat'
const SH = '/workspace/connect_linux.sh'

/** Shortened from what the script writes. */
const LEFT = `cd /workspace
echo '${PASSWORD}' >root_password.txt
printf '%s\\n' '@echo off' 'echo User: root' 'echo Password: ${PASSWORD}' 'echo ssh root@203.0.113.7 -p 22001' >connect_windows.bat
printf '%s\\n' '#!/bin/bash' "echo 'Password: ${PASSWORD}'" "echo 'ssh root@203.0.113.7 -p 22001'" >connect_linux.sh
`

describe.skipIf(whyNoPod() !== null)('on a pod', () => {
  let pod: Pod
  let key: MadeKey
  let bench: AccessBench

  beforeAll(async () => {
    recordSecret(PASSWORD)
    pod = await startPod()
  })
  afterAll(() => pod.stop())
  beforeEach(() => {
    bench = createAccessBench()
    key = bench.makeKey('id_ed25519')
    pod.run(`mkdir -p -m 700 /root/.ssh; echo '${key.publicLine}' >/root/.ssh/authorized_keys
rm -rf /workspace/*`)
  })
  const place = () => ({
    target: targetOf(pod),
    keyId: key.id,
    hostKeyPolicy: 'accept-new' as const,
  })

  test('the three files are found, and the password in them stays where it is', async () => {
    pod.run(LEFT)
    const found = await bench.access.findTraces(place(), bench.context())
    expect(found.traces.map(({ path, bytes }) => [path, bytes > 0])).toEqual([
      [TEXT, true],
      [BAT, true],
      [SH, true],
    ])
    expect(JSON.stringify([found, bench.logged])).not.toContain(PASSWORD)
  })

  test('those that were chosen are removed after a yes that names server and files', async () => {
    pod.run(LEFT)
    const after = await bench.access.removeTraces(
      { ...place(), paths: [TEXT, SH] },
      bench.context(),
    )
    expect(after.traces.map(({ path }) => path)).toEqual([BAT])
    expect(pod.run('ls /workspace')).toBe('connect_windows.bat\n')
    const [asked] = bench.asked
    expect(`${asked?.title} ${asked?.detail}`).toContain(`${pod.host}:${pod.port}`)
    expect(asked?.detail).toContain(`${TEXT}\n${SH}\n`)
  })

  test('with a no nothing is touched, and nobody logs in', async () => {
    pod.run(LEFT)
    const saysNo = createAccessBench({ says: false })
    await expect(
      saysNo.access.removeTraces({ ...place(), paths: [TEXT] }, saysNo.context()),
    ).rejects.toMatchObject({ code: 'declined' })
    expect(pod.run('ls /workspace | wc -l').trim()).toBe('3')
  })

  test('files of the same names that are something else are left alone', async () => {
    pod.run(`cd /workspace
echo precious >/root/precious
ln -s /root/precious root_password.txt
printf 'my own notes\\nabout a password\\n' >connect_windows.bat
mkdir connect_linux.sh`)
    expect((await bench.access.findTraces(place(), bench.context())).traces).toEqual([])
    await bench.access.removeTraces({ ...place(), paths: [TEXT, BAT, SH] }, bench.context())
    expect(pod.run('cat /root/precious; ls /workspace')).toBe(
      'precious\nconnect_linux.sh\nconnect_windows.bat\nroot_password.txt\n',
    )
  })

  test('a login that fails says why', async () => {
    await expect(
      bench.access.findTraces({ ...place(), hostKeyPolicy: 'ask' }, bench.context()),
    ).rejects.toMatchObject({
      code: 'service-error',
      details: { cause: 'host-key-new' },
    })
  })
})

test('only paths of that script can be named', () => {
  expect(() => indexesOf(['/workspace/root_password.txt', '/etc/shadow'])).toThrow(
    expect.objectContaining({ code: 'invalid-value' }),
  )
  expect(indexesOf([SH, TEXT, SH])).toEqual([2, 0])
})

test('an answer that is garbled is never taken for “nothing there”', () => {
  expect(() => readTraces('Welcome\nk 0 12', 'k')).toThrow(
    expect.objectContaining({ code: 'service-error' }),
  )
  expect(readTraces('hello\nk 7 1\nk 0 x\nk 1 99999999\nk 2 40\nxk 0 3\nk end\n', 'k')).toEqual([
    { path: SH, bytes: 40, detail: expect.any(String) },
  ])
})
