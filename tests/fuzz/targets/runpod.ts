/** What RunPod answers, and the texts that people bring from there. */

import { draftOf } from '../../../main/runpod/account-keys/draft.ts'
import { readEntries } from '../../../main/runpod/account-keys/entries.ts'
import { answerError } from '../../../main/runpod/api/errors.ts'
import { refusedWaitMs } from '../../../main/runpod/api/rate.ts'
import { readPod } from '../../../main/runpod/api/read-pods.ts'
import {
  readEndpoint,
  readWorker,
  readWorkerUsers,
} from '../../../main/runpod/api/read-serverless.ts'
import { buildStartCommand, checkVariables } from '../../../main/runpod/index.ts'
import { endpointEntry, podEntry, workerEntry } from '../../support/runpod-api/samples.ts'
import { fail, type Shown, type Target, textsOf, type Vectors } from '../target.ts'

const USERS = {
  data: { myself: { endpoints: [{ pods: [{ id: 'a', machine: { podHostId: 'a-64410bd8' } }] }] } },
}
const REFUSALS = [
  { title: 'Bad Request', status: 400, detail: 'no', errors: [{ message: 'x', location: 'y' }] },
  { error: 'unauthorized' },
  { errors: [{ message: 'm' }] },
]
const VARIABLES = [
  'PUBLIC_KEY=$(cat ~/.ssh/id_ed25519.pub)\nSSH_PUBLIC_KEY=ssh-ed25519 AAAA me\n',
  `bash -c 'apt update; mkdir -p ~/.ssh; cd ~/.ssh; chmod 700 ~/.ssh; echo $PUBLIC_KEY >> authorized_keys; service ssh start; sleep infinity'`,
  '{"env":{"SSH_PUBLIC_KEY":"x","PUBLIC_KEY":null},"dockerStartCmd":["bash","-c","echo $PUBLIC_KEY"]}',
  'docker run -e SSH_PUBLIC_KEY -e PUBLIC_KEY= --env PUBLIC_KEY="null" image',
  'env:\n  - name: SSH_PUBLIC_KEY\n    value: "x"\n  PUBLIC_KEY: \n',
]
const json = (values: readonly unknown[]) =>
  values.map((value) => Buffer.from(JSON.stringify(value)))

const ANSWER_WORDS = ['"__proto__":{"x":1},', 'null', '{', '[', '"id":', '\\u0000', '\\ud800']
const ACCOUNT_WORDS = ['ssh-ed25519 ', '\n\n', '-----BEGIN PRIVATE KEY-----\n', 'from="a" ', 'AAAA']
const VARIABLE_WORDS = [
  ...['SSH_PUBLIC_KEY', 'PUBLIC_KEY=', '-e ', 'bash -c ', "'", '"', '\\', '$PUBLIC_KEY'],
  ...['authorized_keys', '~/.ssh', ' && ', '; ', '"PUBLIC_KEY": null,', 'ENV ', ' : '],
]

export function runpodTargets(vector: Vectors): readonly Target[] {
  const answers = [podEntry(), endpointEntry().endpoint, workerEntry(), USERS, ...REFUSALS]
  return [
    {
      ...{ name: 'API answers', samples: json(answers), tokens: ANSWER_WORDS, json: true },
      read: readAnswer,
    },
    {
      ...{ name: 'account keys', samples: accountSets(vector), tokens: ACCOUNT_WORDS },
      ...{ mayRefuse: true, read: readAccount },
    },
    {
      ...{ name: 'variables and start commands', tokens: VARIABLE_WORDS, mayRefuse: true },
      samples: VARIABLES.map((text) => Buffer.from(text)),
      read: readVariables,
    },
  ]
}

/** Entries are parted by a blank line here. */
function accountSets(vector: Vectors): readonly Buffer[] {
  const lines = ['ed25519', 'rsa-3072', 'ecdsa-256', 'ed25519-second'].map((name) =>
    String(vector(`public-keys/${name}.pub`)).trim(),
  )
  const sets = [
    lines.join('\n\n'),
    `${lines[0]}\n\n${lines[0]}\n\nno-pty ${lines[1]}`,
    `PUBLIC_KEY="${lines[2]}"\n\n${vector('keys/import/plain.sec1.pem')}`,
  ]
  return sets.map((set) => Buffer.from(set))
}

function readAnswer(input: Buffer): Shown {
  const text = input.toString('utf8')
  refusedWaitMs({ 'retry-after': text.slice(0, 40), ratelimit: text }, 0)
  const statuses = [422, 500]
  const messages = statuses.map(
    (status) =>
      answerError({ status, headers: {}, text }, 'list your pods', (said) => said).message,
  )
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return messages
  }
  const pod = readPod(value)
  const worker = readWorker(value)
  readEndpoint(value)
  readWorkerUsers(value)
  for (const id of [pod?.id, worker?.id]) {
    if (id !== undefined && !/^[A-Za-z0-9]/.test(id)) fail('an id that is an option')
  }
  if (pod?.direct != null && /^-|\s/.test(pod.direct.host)) fail('a host that is an option')
  return messages
}

function readAccount(input: Buffer): Shown {
  const texts = input.toString('utf8').split('\n\n')
  const entries = readEntries(texts, [])
  const all = new Set(entries.keys())
  const wanted = { title: 't', notes: [], whenNothing: NOTE, add: [], remove: new Set<number>() }
  const { plan } = draftOf(entries, { ...wanted, repair: all }, [])
  const notes = textsOf([...plan.notes, ...entries.flatMap(({ shown }) => shown.problems)])
  return notes
}

const NOTE = { code: 'n', severity: 'info', title: 't', detail: 'd' } as const

function readVariables(input: Buffer): Shown {
  const text = input.toString('utf8')
  const checked = checkVariables({ text })
  const again = checkVariables({ text: checked.repaired })
  if (again.repaired.length > 2 * checked.repaired.length + 1_000) fail('repairing never ends')
  const { problems } = buildStartCommand({ existing: text })
  return textsOf([...checked.problems, ...problems])
}
