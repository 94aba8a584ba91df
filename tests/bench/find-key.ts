/** Finding the one accepted key of 50 against trying each with `ssh`, at the same sshd. */

import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createKeyFinder } from '../../main/connection/index.ts'
import { createKeyService } from '../../main/keys/index.ts'
import { createKnownHosts } from '../../main/known-hosts/index.ts'
import { startSshd, whyNoSshd } from '../support/servers/index.ts'
import { writePairs } from './key-files.ts'
import { type BenchHome, median, publish, timed, withHome } from './measure.ts'
import { sshArguments } from './ssh-arguments.ts'

const KEYS = 50
const ROUNDS = 5
/** Ten connections instead of fifty, each of several programs and a fork of sshd. */
const MIN_RATIO = 5

const about = {
  name: 'find-key',
  title: 'Finding the accepted key',
  how:
    '`connection.findKey` finds the last of 50 keys at a local sshd; beside it `ssh` once with each of them. Ten ' +
    'connections instead of fifty, each of which is several programs and a fork of sshd: the budget is 5 times faster.',
}

const missing = whyNoSshd()
if (missing === null) await withHome(compare)
else publish({ ...about, rows: [], leftOut: missing })

async function compare({ paths, log }: BenchHome): Promise<void> {
  await mkdir(paths.sshDir, { mode: 0o700 })
  const files = await writePairs(paths.sshDir, KEYS)
  const keys = createKeyService({ paths, log })
  const listed = await keys.listPublic()
  const last = listed.at(-1)
  if (listed.length !== KEYS || last === undefined) throw new Error('keys are missing')
  const right = files.find(({ path }) => path === last.pair.privateKeyPath)
  const sshd = await startSshd({ authorizedKeys: [right?.publicLine ?? ''] })
  const knownHostsFile = join(paths.sshDir, 'known_hosts')
  await writeFile(knownHostsFile, `[127.0.0.1]:${sshd.port} ${sshd.hostKeys[0]?.line}\n`)
  const finder = createKeyFinder({
    keys,
    knownHosts: createKnownHosts({ paths }),
    log,
    savedConnection: () => Promise.reject(new Error('none is saved')),
  })
  const target = { user: sshd.user, host: sshd.host, port: sshd.port, kind: 'generic' } as const
  const context = { signal: new AbortController().signal, progress() {} }
  const login = (path: string) => sshArguments({ ...target, path, knownHostsFile })
  const inOrder = listed.map(({ pair }) => pair.privateKeyPath ?? '')
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(
      await timed(async () => {
        const { accepted, connections } = await finder.find({ target }, context)
        if (accepted[0] !== last.pair.id || connections !== 10) throw new Error('not found')
      }),
    )
    theirs.push(
      await timed(() => {
        const statuses = inOrder.map((path) => spawnSync('ssh', login(path)).status)
        if (statuses.lastIndexOf(0) !== KEYS - 1) throw new Error('ssh did not find it')
      }),
    )
  }
  await sshd.stop()
  publish({
    ...about,
    rows: [
      {
        what: `Find the last of ${KEYS} keys`,
        ...{ unit: 'ms', ours: median(ours), theirs: median(theirs) },
        ...{ beside: `${KEYS} runs of ssh`, atMostTimes: 1 / MIN_RATIO },
      },
    ],
  })
}
