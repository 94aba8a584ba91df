/** The measured transcripts again: the real ssh against real and scripted servers. */

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseOutput } from '../../../../main/connection/client/parse-output.ts'
import { whyNoSshd } from '../../../support/servers/index.ts'
import { SITUATIONS } from './situations.ts'
import { FOLDER, transcripts } from './vectors.ts'
import { createWorld, normalise, type World } from './world.ts'

/** Other versions word some things otherwise: then the causes alone are compared. */
const isMeasuredVersion = spawnSync('ssh', ['-V'], { encoding: 'utf8' }).stderr.startsWith(
  'OpenSSH_9.2p1 Debian',
)
const isWriting = process.env.KEYPILOT_WRITE_VECTORS === '1'
const isThorough = isWriting || process.env.KEYPILOT_SLOW === '1'

/** One of each family; the long run takes all. */
const USUAL: readonly string[] = [
  'refused.txt',
  'name-not-known.txt',
  'closed-at-once-verbose.txt',
  'not-allowed-now-verbose.txt',
  'reset.txt',
  'web-server-verbose.txt',
  'no-common-kex.txt',
  'host-key-changed.txt',
  'key-mode-0644.txt',
  'key-with-crlf.txt',
  'key-missing.txt',
  'key-pair-mismatch.txt',
  'key-has-passphrase-verbose.txt',
  'config-bad-option.txt',
  'config-mode-0666.txt',
  'agent-refuses.txt',
  'password-only.txt',
  'one-try-only.txt',
  'rsa-sha1-only-verbose.txt',
  'accepted-other-key-verbose.txt',
  'no-sftp.txt',
  'proxy-command.txt',
]

describe.skipIf(whyNoSshd() !== null || process.platform !== 'linux')('the real ssh', () => {
  let world: World
  beforeEach(() => {
    world = createWorld()
  })
  afterEach(() => world.end())

  const wanted = Object.entries(SITUATIONS).filter(([file]) => isThorough || USUAL.includes(file))
  test.each(wanted)('%s', async (file, situation) => {
    const { text, ports } = await situation(world)
    const seen = normalise(text, world, ports)
    if (isWriting) writeFileSync(join(FOLDER, file), seen)
    const saved = transcripts().find((one) => one.file === file)
    const { cause, stage } = parseOutput(seen)
    expect([cause, stage]).toEqual([saved?.cause, saved?.stage])
    if (isMeasuredVersion) expect(stable(seen)).toEqual(stable(saved?.text ?? ''))
  })
})

/**
 * What ssh may still say after it has been told to end depends on who is faster, and so does the
 * line that sftp prints over its progress.
 */
function stable(text: string): readonly string[] {
  const lines = text
    .split(/\r\n|[\r\n]/)
    .filter((line) => !/^(?:Connection closed\. *)?$/.test(line))
  const end = lines.findIndex((line) => line.startsWith('Authenticated to '))
  return (end < 0 ? lines : lines.slice(0, end + 1)).toSorted()
}
