/**
 * One host of 10,000 gets another port: by Keypilot and by the npm package `ssh-config`, and as the
 * whole change that a person gets.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import SSHConfig, { LineType } from 'ssh-config'
import { parseDocument, printDocument } from '../../main/ssh-config/document.ts'
import { blocksOfAlias } from '../../main/ssh-config/edit/blocks.ts'
import { setSetting } from '../../main/ssh-config/edit/settings.ts'
import { createConfigEditor } from '../../main/ssh-config/index.ts'
import { findSshClient } from '../../main/system/ssh-client.ts'
import { type BenchHome, median, memory, publish, timed, withHome } from './measure.ts'

const HOSTS = 10_000
const EDITED = 'host-7000'
const ROUNDS = 7
const MAX_MS = 100

await withHome(async ({ paths, log }) => {
  const text = configText()
  const config = join(paths.sshDir, 'config')
  await mkdir(paths.sshDir, { mode: 0o700 })
  await writeFile(config, text, { mode: 0o600 })
  const ours = await measure(() => editOurs(config))
  const theirs = await measure(() => editTheirs(config))
  if (ours.text !== expected(text)) throw new Error('more than the one line was changed')
  const whole = await measureWhole({ paths, log, config, text })
  const beside = 'npm package ssh-config'
  publish({
    name: 'ssh-config-edit',
    title: 'Editing an ssh config of 10,000 hosts',
    how:
      'One host of 10,000 (1.5 MB) gets another port: read, edited and printed by us and by the npm package ' +
      '`ssh-config`, seven turns each. The whole change is what a person gets: a plan with its differences, the ' +
      'proof of a staged copy with `ssh -G`, a backup, and files on the disk; once. Budget: the edit in 100 ms, and ' +
      'every byte outside of the one line as it was.',
    rows: [
      {
        what: 'Edit one host of 10,000',
        ...{ unit: 'ms', ours: median(ours.times), theirs: median(theirs.times), beside },
        atMost: MAX_MS,
      },
      {
        what: 'Lines of that file that changed',
        ...{ unit: 'lines', ours: changedLines(text, ours.text), beside },
        theirs: changedLines(text, theirs.text),
        atMost: 1,
      },
      {
        what: 'Heap that this edit takes',
        ...{ unit: 'bytes', ours: ours.bytes, theirs: theirs.bytes, beside },
      },
      {
        what: 'The whole change, proven and written',
        ...{
          unit: 'ms',
          ours: whole,
          theirs: median(theirs.times),
          beside: `${beside}, nothing written`,
        },
      },
    ],
  })
})

/** Comments after values, tabs, and quotes among them, as people write. */
function configText(): string {
  const blocks = Array.from({ length: HOSTS }, (_, index) =>
    [
      `Host host-${index}${index % 10 === 0 ? ' # of the lab' : ''}`,
      `    HostName 10.0.${index >> 8}.${index & 255}`,
      `    User root`,
      `    Port ${20_000 + index}`,
      `    IdentityFile ${index % 7 === 0 ? `'~/.ssh/my key'` : '~/.ssh/id_ed25519'}`,
      '    IdentitiesOnly yes',
      '',
      '',
    ].join('\n'),
  )
  return `${blocks.join('')}Host *\n    ServerAliveInterval 60\n`
}

function expected(text: string): string {
  return text.replace('    Port 27000\n', '    Port 1\n')
}

async function editOurs(config: string): Promise<string> {
  const document = parseDocument(await readFile(config))
  const [block] = blocksOfAlias(document, EDITED)
  if (block === undefined) throw new Error('the host is not there')
  return printDocument(setSetting(document, block, 'Port', '1')).toString('latin1')
}

async function editTheirs(config: string): Promise<string> {
  const parsed = SSHConfig.parse(await readFile(config, 'utf8'))
  const section = parsed.find({ Host: EDITED })
  if (!section || !('config' in section)) throw new Error('the host is not there')
  for (const line of section.config) {
    if (line.type === LineType.DIRECTIVE && line.param === 'Port') line.value = '1'
  }
  return SSHConfig.stringify(parsed)
}

interface Measured {
  readonly times: readonly number[]
  readonly bytes: number
  readonly text: string
}

async function measure(edit: () => Promise<string>): Promise<Measured> {
  const times: number[] = []
  const { heap } = memory()
  let text = ''
  let bytes = 0
  for (let round = 0; round < ROUNDS; round++) {
    times.push(await timed(async () => (text = await edit())))
    // Before anything is given back: what one edit takes.
    if (round === 0) bytes = process.memoryUsage().heapUsed - heap
  }
  return { times, bytes, text }
}

/** Milliseconds from asking for the plan until the file on the disk is the new one. */
async function measureWhole({
  paths,
  log,
  config,
  text,
}: BenchHome & { readonly config: string; readonly text: string }): Promise<number> {
  const ssh = await findSshClient({ platform: process.platform, env: process.env })
  const editor = createConfigEditor({
    paths,
    log,
    keyPath: async (id) => id,
    sshProgram: async () => ssh?.path ?? null,
    findFinding: async () => null,
    currentAddress: async () => null,
  })
  const params = {
    alias: EDITED,
    hostName: '10.0.27.88',
    user: 'root',
    port: 1,
    where: 'in-place',
  } as const
  const confirm = () => Promise.reject(new Error('nothing is asked'))
  const took = await timed(async () => {
    const { planId } = await editor.planUpsert(params)
    await editor.upsertHost({ ...params, planId }, { confirm })
  })
  if ((await readFile(config, 'latin1')) !== expected(text)) throw new Error('the file is wrong')
  return took
}

function changedLines(before: string, after: string): number {
  const [old, now] = [before.split('\n'), after.split('\n')]
  let lines = 0
  for (let index = 0; index < Math.max(old.length, now.length); index++) {
    if (old[index] !== now[index]) lines++
  }
  return lines
}
