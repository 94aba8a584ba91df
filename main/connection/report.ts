/** The report of a finished test. */

import type { TestReport, TestStage } from '../contract/methods.ts'
import { diagnose } from './diagnosis/index.ts'
import type { Facts, StageFailure } from './facts.ts'
import { formatAddress } from './printable.ts'

/** Everything that does not depend on the verdict. */
function common(facts: Facts, stages: readonly TestStage[]) {
  return {
    stages,
    acceptedKey: facts.acceptedKey,
    hostKey: facts.hostKey,
    capabilities: facts.capabilities,
    target: facts.target,
    key: facts.key,
    serverSoftware: facts.serverSoftware,
    offeredMethods: facts.offeredMethods,
    finishedAt: new Date().toISOString(),
  }
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
  const state = (id: TestStage['id']) => stages.find((stage) => stage.id === id)
  const words =
    state('auth')?.state === 'skipped'
      ? describeReached(facts)
      : {
          title: 'You can log in',
          explanation: [state('auth')?.detail, state('session')?.detail, sftpNote(facts)]
            .filter((text) => text)
            .join(' '),
        }
  return { verdict: 'ok', cause: null, ...words, fixes: [], ...common(facts, stages) }
}

function describeReached({ target, serverSoftware }: Facts) {
  return {
    title: 'A server answers',
    explanation: `An SSH server (${serverSoftware}) answers at ${formatAddress(target.host, target.port)}. Nothing was logged in, so this says nothing about your key yet.`,
  }
}

function sftpNote({ target, capabilities }: Facts): string {
  if (target.kind === 'runpod-proxy') {
    return 'The proxy gives a terminal only; for copying files and for VS Code use “SSH over exposed TCP”.'
  }
  return capabilities.sftp === false ? 'Copying files (scp, sftp) does not work there.' : ''
}
