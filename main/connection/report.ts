/** The report of a finished test. */

import { homedir } from 'node:os'
import type { TestReport, TestStage } from '../contract/methods.ts'
import { redact } from '../storage/index.ts'
import { diagnose } from './diagnosis/index.ts'
import type { Facts, StageFailure } from './facts.ts'
import { formatAddress, printable } from './printable.ts'
import { summarise } from './summary.ts'

/** Everything that does not depend on the verdict. */
function common(facts: Facts, stages: readonly TestStage[]) {
  const summary = summarise(facts)
  return {
    stages,
    ...(summary === null ? {} : { summary }),
    acceptedKey: facts.acceptedKey,
    hostKey: facts.hostKey,
    capabilities: facts.capabilities,
    target: facts.target,
    key: facts.key,
    serverSoftware: facts.serverSoftware,
    offeredMethods: facts.offeredMethods,
    log: logOf(facts),
    finishedAt: new Date().toISOString(),
  }
}

const MAX_LOG_LINES = 400
const MAX_LOG_LINE_LENGTH = 300

/** Whatever the other side made them say, it can be shown. */
function logOf({ linkLines, clientLines }: Facts): readonly string[] {
  const lines = [
    ...linkLines.map((line) => `keypilot: ${line}`),
    ...clientLines.map((line) => `ssh: ${line}`),
  ]
  return lines
    .slice(-MAX_LOG_LINES)
    .map((line) => printable(redact(line, homedir()), MAX_LOG_LINE_LENGTH))
}

export function failedReport(
  facts: Facts,
  failure: StageFailure,
  stages: readonly TestStage[],
): TestReport {
  const evidence = { ...facts, ...failure.evidence, detail: failure.message }
  const words = diagnose(failure.causeCode, evidence)
  return { verdict: 'failed', cause: failure.causeCode, ...words, ...common(facts, stages) }
}

/** Says what was proven, and no more. */
export function passedReport(facts: Facts, stages: readonly TestStage[]): TestReport {
  const words = describePassed(facts, stages)
  return { verdict: 'ok', cause: null, ...words, fixes: [], ...common(facts, stages) }
}

function describePassed(facts: Facts, stages: readonly TestStage[]) {
  const find = (id: TestStage['id']) => stages.find((stage) => stage.id === id)
  const failed = stages.find(({ state }) => state === 'failed')
  if (failed !== undefined) {
    return {
      title: 'Your own ssh can log in',
      explanation: `${find('client')?.detail ?? ''} Keypilot’s own test cannot, because the server speaks only newer methods than it knows: ${failed.detail} So nothing was learned about copying files or VS Code.`,
    }
  }
  if (find('auth')?.state === 'skipped') return describeReached(facts)
  const notes = [find('auth')?.detail, find('session')?.detail]
  return { title: 'You can log in', explanation: notes.filter((text) => text).join(' ') }
}

function describeReached({ target, serverSoftware }: Facts) {
  return {
    title: 'A server answers',
    explanation: `An SSH server (${serverSoftware}) answers at ${formatAddress(target.host, target.port)}. Nothing was logged in, so this says nothing about your key yet.`,
  }
}
