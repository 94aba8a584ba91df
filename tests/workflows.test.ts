/** What GitHub runs for us: nothing unpinned, nothing that could print or give away a secret. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

/** Comes with electron-builder and carries no types. */
const yaml = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown }

const folder = resolve(import.meta.dirname, '../.github/workflows')
const release = readFileSync(join(folder, 'release.yml'), 'utf8')

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly if?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly steps: readonly Step[]
  readonly 'timeout-minutes'?: number
  readonly permissions?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly jobs: Readonly<{ package?: Job; draft?: Job } & Record<string, Job>>
}

const read = (text: string) => yaml.load(text) as Workflow

/** Every way in which a workflow breaks our rules, in words. */
function faultsOf(text: string): readonly string[] {
  const workflow = read(text)
  const faults = []
  if (JSON.stringify(workflow.permissions) !== '{"contents":"read"}') faults.push('permissions')
  if ('pull_request_target' in workflow.on) faults.push('pull_request_target')
  for (const [name, job] of Object.entries(workflow.jobs)) {
    if (job['timeout-minutes'] === undefined) faults.push(`${name}: no time limit`)
    for (const env of [workflow.env, job.env]) {
      // A comparison says whether a secret is there; anything else would give it to every step.
      for (const [key, value] of Object.entries(env ?? {})) {
        if (/secrets\.\w+(?! != '')/.test(wholeNames(value))) faults.push(`${name}: ${key}`)
      }
    }
    faults.push(...job.steps.flatMap((step) => faultsOfStep(step)))
  }
  for (const line of text.split('\n')) {
    if (/^\s*(?:- )?uses:/.test(line) && !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)) {
      faults.push(`not pinned: ${line.trim()}`)
    }
  }
  return faults
}

/** So that a pattern cannot match the first letters of a secret's name. */
const wholeNames = (value: string) => value.replaceAll(/secrets\.\w+/g, 'secrets.S')

function faultsOfStep(step: Step): readonly string[] {
  const label = step.name ?? step.uses ?? step.run ?? ''
  const run = step.run ?? ''
  const faults = []
  // What is put in place before the shell reads the line becomes part of the program.
  if (/\$\{\{(?!\s*matrix\.)/.test(run)) faults.push(`${label}: an expression in a command`)
  if (/electron-builder/.test(run) && !run.includes('--publish never')) {
    faults.push(`${label}: could publish`)
  }
  if (step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false) {
    faults.push(`${label}: the token stays in the checkout`)
  }
  const secret = Object.entries(step.env ?? {}).filter(([, value]) => /secrets\./.test(value))
  for (const [key] of secret) {
    if (run.includes(key)) faults.push(`${label}: ${key} in a command`)
  }
  if (secret.length > 0 && /\b(?:env|printenv|set -x|export -p)\b/.test(run)) {
    faults.push(`${label}: prints its environment`)
  }
  return faults
}

describe('the workflows', () => {
  test.each(readdirSync(folder))('%s keeps to the rules', (file) => {
    expect(faultsOf(readFileSync(join(folder, file), 'utf8'))).toEqual([])
  })

  const signing = /run: npm run package .*forceCodeSigning=true/
  test.each([
    ['prints a secret', signing, 'run: echo "$CSC_KEY_PASSWORD"', 'CSC_KEY_PASSWORD in a command'],
    [
      'puts a secret into a command',
      signing,
      `run: echo $${'{{'} secrets.APPLE_ID }}`,
      'an expression',
    ],
    ['prints what a step knows', signing, 'run: env', 'prints its environment'],
    ['gives a secret to a whole job', "secrets.APPLE_ID != ''", 'secrets.APPLE_ID', 'MAC_SIGNED'],
    ['lets the builder publish', signing, 'run: npx electron-builder', 'could publish'],
    ['takes an action by a tag', /setup-node@\w+ # v4.4.0/, 'setup-node@v4', 'not pinned'],
    ['keeps the token', 'persist-credentials: false', 'fetch-depth: 1', 'the token stays'],
    ['may write everywhere', 'contents: read', 'contents: write', 'permissions'],
    ['may run for ever', '    timeout-minutes: 60\n', '', 'no time limit'],
  ])('one that %s is noticed', (_, from, to, fault) => {
    const broken = release.replace(from, () => to)
    expect(broken).not.toBe(release)
    expect(faultsOf(broken).join('\n')).toContain(fault)
  })
})

describe('a release', () => {
  const workflow = read(release)
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)
  const commands = steps.map((step) => step.run ?? '').join('\n')

  test('begins with a tag and nothing else', () => {
    expect(workflow.on).toEqual({ push: { tags: ['v*'] } })
  })

  test('publishes nothing by itself: packages are made without, and the release is a draft', () => {
    expect(packageJson.scripts.package).toContain('--publish never')
    expect(commands).toMatch(/gh release create [^\n]*--draft/)
    expect(commands.match(/gh release/g)).toHaveLength(1)
  })

  test('is made on three systems from the lockfile, without install scripts', () => {
    expect(release.match(/os: (?:ubuntu|macos|windows)-latest/g)).toHaveLength(3)
    expect(commands.match(/npm ci --ignore-scripts/g)).toHaveLength(2)
    expect(commands).not.toMatch(/npm (?:install|i)\b/)
  })

  test('is packed exactly once on each system, with a certificate or without', () => {
    const packing = steps.filter((step) => step.run?.includes('npm run package'))
    const ways = [true, false].flatMap((signed) =>
      ['Linux', 'macOS', 'Windows'].map((system) => ({ system, signed })),
    )
    for (const { system, signed } of ways) {
      const done = packing.filter((step) => holds(step.if ?? '', system, signed))
      expect(done, `${system}, ${signed}`).toHaveLength(1)
      const wanted = signed && system !== 'Linux' ? 'forceCodeSigning=true' : 'not signed'
      expect(done[0]?.run).toContain(wanted)
    }
  })

  test('carries checksums, the list of its packages and what is signed', () => {
    expect(commands).toContain('SHA256SUMS')
    expect(commands).toContain('scripts/sbom.mjs')
    expect(commands).toContain('scripts/audit.mjs')
    expect(commands).toContain('not signed, so the system warns')
  })

  test('uses the secrets that CONTRIBUTING.md tells of, and no others', () => {
    const told = readFileSync(join(folder, '../../CONTRIBUTING.md'), 'utf8')
    const rows = told.split('## Releases')[1]?.matchAll(/`([A-Z_]{6,})`/g) ?? []
    const used = release.matchAll(/secrets\.(\w+)/g)
    const names = (matches: Iterable<RegExpMatchArray>) =>
      [...new Set([...matches].map((match) => match[1]))].sort()
    expect(names(used)).toEqual(names(rows))
  })

  test('may write only where the draft is made', () => {
    expect(workflow.jobs.package?.permissions).toBeUndefined()
    expect(workflow.jobs.draft?.permissions).toEqual({ contents: 'write' })
  })
})

describe.skipIf(process.platform !== 'linux')("the draft's steps, run as GitHub runs them", () => {
  let work: string
  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), 'keypilot-release-'))
    mkdirSync(join(work, 'release'))
  })
  afterEach(() => rmSync(work, { recursive: true, force: true }))

  function runStep(name: string, cwd: string, env: NodeJS.ProcessEnv = {}): void {
    const step = read(release).jobs.draft?.steps.find((each) => each.name === name)
    const options = { cwd, env: { ...process.env, ...env }, encoding: 'utf8' } as const
    const { status, stderr } = spawnSync('bash', ['-e', '-c', step?.run ?? 'false'], options)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }

  test('names without spaces, and a checksum for each that can be compared', () => {
    const folder = join(work, 'release')
    const names = ['Keypilot Setup 1.2.3.exe', 'Keypilot-1.2.3.AppImage', 'keypilot.cdx.json']
    for (const name of names) writeFileSync(join(folder, name), name)
    runStep('Checksums', folder)
    const there = names.map((name) => name.replaceAll(' ', '-'))
    expect(readdirSync(folder).sort()).toEqual([...there, 'SHA256SUMS'].sort())
    const check = ['--check', '--strict', 'SHA256SUMS']
    expect(spawnSync('sha256sum', check, { cwd: folder }).status).toBe(0)
    expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n')).toHaveLength(3)
  })

  test('notes that say what is signed and what is not', () => {
    runStep('Notes', work, { MAC_SIGNED: 'true', WINDOWS_SIGNED: 'false' })
    const notes = readFileSync(join(work, 'notes.md'), 'utf8')
    expect(notes).toContain('- macOS: signed, and notarised by Apple.\n')
    expect(notes).toContain('- Windows: not signed, so the system warns')
    expect(notes).toContain('- Linux: not signed.\n')
    expect(notes).toContain('`sha256sum --check --ignore-missing SHA256SUMS`')
  })
})

/** GitHub's conditions as far as ours use them: comparisons, && and ||, with brackets. */
function holds(condition: string, system: string, signed: boolean): boolean {
  const terms = condition
    .replaceAll('runner.os', `'${system}'`)
    .replaceAll(/env\.(?:MAC|WINDOWS)_SIGNED/g, `'${signed}'`)
    .replaceAll(/'(\w+)' (==|!=) '(\w+)'/g, (_, left, operator, right) =>
      String((left === right) === (operator === '==')),
    )
  const open = /\((true|false)(?: && (true|false))*\)/g
  return terms
    .replaceAll(open, (group) => String(!group.includes('false')))
    .split(' || ')
    .some((part) => !part.includes('false'))
}
