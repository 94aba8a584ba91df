/** Accounts whose shell prints something of its own before, or instead of, the answer. */

import { beforeEach, describe, expect, test } from 'vitest'
import { startSshd, whyNoSshd } from '../../support/servers/index.ts'
import { type Bench, createBench, type MadeKey, stateOf, targetOf } from './support.ts'

describe.skipIf(whyNoSshd() !== null)('with the real sshd', () => {
  let bench: Bench
  let key: MadeKey
  beforeEach(() => {
    bench = createBench()
    key = bench.makeKey('id_ed25519')
  })

  test.each([
    ['a greeting', 'echo Welcome to the pod'],
    ['a greeting without a line end', "printf 'Welcome '"],
    ['colour codes', "printf '\\033[0m'"],
    ['very much text', 'head -c 200000 /dev/zero | tr "\\\\0" x; echo'],
  ])('a shell that prints %s does not hide the answer', async (_, noise) => {
    const noisy = await startSshd({
      authorizedKeys: [key.publicLine],
      config: [`ForceCommand ${noise}; eval "$SSH_ORIGINAL_COMMAND"`],
    })
    const { report } = await bench.run({ target: targetOf(noisy) })
    await noisy.stop()
    expect(report).toMatchObject({ verdict: 'ok', capabilities: { exec: true, sftp: false } })
    const sftp = report.stages.find(({ id }) => id === 'sftp')
    expect(sftp?.detail).toContain('.bashrc')
  })

  test('a server that only repeats the command has not run it', async () => {
    const parrot = await startSshd({
      authorizedKeys: [key.publicLine],
      config: ['ForceCommand echo "refused: $SSH_ORIGINAL_COMMAND"'],
    })
    const { report } = await bench.run({ target: targetOf(parrot) })
    await parrot.stop()
    expect(report).toMatchObject({ verdict: 'ok', capabilities: { exec: false } })
    expect(stateOf(report, 'session')).toBe('warning')
  })
})
