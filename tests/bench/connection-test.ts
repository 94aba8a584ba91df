/**
 * How long until it is known whether a login works: our own stages against `ssh … true`, in turns at
 * the same sshd. The verdict is there when the session was proven; what comes after it (whether files
 * can be copied, what the system's ssh says) is counted apart.
 */

import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServices } from '../../main/services.ts'
import { createSettingsStore } from '../../main/storage/index.ts'
import { startSshd, whyNoSshd } from '../support/servers/index.ts'
import { writePairs } from './key-files.ts'
import { type BenchHome, median, publish, timed, withHome } from './measure.ts'
import { sshArguments } from './ssh-arguments.ts'

const ROUNDS = 30
const MAX_RATIO = 1.1

const about = {
  name: 'connection-test',
  title: 'Testing a connection',
  how:
    'A login with a key at a local sshd, 30 turns each. The verdict is there when the session was proven. The ' +
    'report has more: whether file transfer works, and what the system’s own ssh says. Budget: the verdict no later ' +
    'than 1.1 times `ssh … true`.',
}

const missing = whyNoSshd()
if (missing === null) await withHome(compare)
else publish({ ...about, rows: [], leftOut: missing })

async function compare({ paths, log }: BenchHome): Promise<void> {
  await mkdir(paths.sshDir, { mode: 0o700 })
  const [key] = await writePairs(paths.sshDir, 1)
  if (key === undefined) throw new Error('no key')
  // Elsewhere than in the account's home, so that its .bashrc is not what is measured.
  const config = [`SetEnv HOME=${paths.sshDir}`]
  const sshd = await startSshd({ authorizedKeys: [key.publicLine], config })
  const knownHostsFile = join(paths.sshDir, 'known_hosts')
  await writeFile(knownHostsFile, `[127.0.0.1]:${sshd.port} ${sshd.hostKeys[0]?.line}\n`)
  const target = { user: sshd.user, host: sshd.host, port: sshd.port, kind: 'generic' } as const
  const settings = createSettingsStore(paths)
  const services = createServices({ paths, log, settings, version: '0.0.0', host: {} })
  const service = await services.connection()
  const verdicts: number[] = []
  const whole: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    const signal = new AbortController().signal
    const report = await service.test(
      { target, hostKeyPolicy: 'strict', identityFile: key.path },
      {
        signal,
        progress: ({ method, progress }) => {
          if (method !== 'connection.test' || progress.kind !== 'stage-ended') return
          if (progress.stage.id === 'session') verdicts.push(performance.now() - start)
        },
      },
    )
    if (report.verdict !== 'ok') throw new Error(`the test failed: ${report.explanation}`)
    whole.push(performance.now() - start)
    const args = sshArguments({ ...target, path: key.path, knownHostsFile })
    theirs.push(await timed(() => login(args)))
  }
  await sshd.stop()
  if (verdicts.length !== ROUNDS) throw new Error('a test ended without a verdict')
  const beside = { unit: 'ms', theirs: median(theirs), beside: 'ssh … true' } as const
  publish({
    ...about,
    rows: [
      {
        what: 'Connection test, until the verdict',
        ...{ ...beside, ours: median(verdicts), atMostTimes: MAX_RATIO },
      },
      { what: 'Connection test, until the report', ...beside, ours: median(whole) },
    ],
  })
}

function login(args: readonly string[]): void {
  const { status, stderr } = spawnSync('ssh', args)
  if (status !== 0) throw new Error(`ssh failed: ${stderr}`)
}
