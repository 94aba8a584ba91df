/** The table of causes as something to read, without a test. */

import type {
  CauseCode,
  Fix,
  HelpEntry,
  HelpFix,
  HelpPart,
  HelpReading,
  Target,
} from '../../contract/methods.ts'
import { CLIENT_CAUSES } from './client.ts'
import { CONFIG_CAUSES } from './config.ts'
import type { Diagnoses } from './diagnosis.ts'
import { EXAMPLE_TARGETS, EXAMPLE_VALUES, exampleEvidence } from './examples.ts'
import { HANDSHAKE_CAUSES } from './handshake.ts'
import { HOST_KEY_CAUSES } from './host-key.ts'
import { DIAGNOSES } from './index.ts'
import { KEY_FILE_CAUSES } from './key-file.ts'
import { LOGIN_CAUSES } from './login.ts'
import { NETWORK_CAUSES } from './network.ts'
import { PROVEN_CAUSES } from './proven-refusal.ts'
import { SAID } from './said.ts'
import { SESSION_CAUSES } from './session.ts'

type Kind = Target['kind']

const ALL_KINDS = Object.keys(EXAMPLE_TARGETS) as readonly Kind[]

/** The causes that only some kinds of servers can have. */
const KINDS: { readonly [cause in CauseCode]?: readonly Kind[] } = {
  'proxy-user-missing': ['runpod-proxy'],
  'proxy-suffix-missing': ['runpod-proxy'],
  'container-not-found': ['runpod-proxy'],
  'proxy-terminal-only': ['runpod-proxy'],
  'wrong-user': ['runpod-direct'],
  'pod-older-than-key': ['runpod-direct'],
  'key-not-on-account': ['runpod-direct', 'runpod-proxy'],
  'key-pasted-wrongly': ['runpod-direct', 'runpod-proxy'],
}

/** Every cause once, in the order in which a connection can meet them. */
export function describeCauses(): readonly HelpPart[] {
  return [
    part('Your key', KEY_FILE_CAUSES),
    part('Your ssh config, and the command', CONFIG_CAUSES),
    part('The way to the server', NETWORK_CAUSES),
    part('The server’s first answer', HANDSHAKE_CAUSES),
    part('Whether it is the right server', HOST_KEY_CAUSES),
    part('Logging in', { ...LOGIN_CAUSES, ...PROVEN_CAUSES }),
    part('After the login', SESSION_CAUSES),
    part('Your own ssh program', CLIENT_CAUSES),
  ]
}

function part(title: string, causes: Partial<Diagnoses>): HelpPart {
  return { title, entries: (Object.keys(causes) as CauseCode[]).map(describe) }
}

function describe(cause: CauseCode): HelpEntry {
  const kinds = KINDS[cause] ?? ALL_KINDS
  const readings: { readonly reading: HelpReading; readonly kinds: Kind[] }[] = []
  for (const kind of kinds) {
    const reading = read(cause, kind)
    const same = readings.find((other) => essence(other.reading) === essence(reading))
    if (same === undefined) readings.push({ reading, kinds: [kind] })
    else same.kinds.push(kind)
  }
  return {
    code: cause,
    title: DIAGNOSES[cause].title(exampleEvidence(cause, kinds[0] ?? 'runpod-direct')),
    readings: readings.map(({ reading, kinds: own }) => ({
      ...reading,
      kinds: own.length === ALL_KINDS.length ? [] : own,
    })),
    said: SAID[cause],
  }
}

function read(cause: CauseCode, kind: Kind): HelpReading {
  const evidence = exampleEvidence(cause, kind)
  const { explain, fixes } = DIAGNOSES[cause]
  return {
    kinds: [kind],
    explanation: explain(evidence),
    fixes: fixes(evidence).map(asHelp),
  }
}

/** Without the examples, so that texts count as one that differ by an address only. */
function essence({ explanation, fixes }: HelpReading): string {
  const examples = Object.values(EXAMPLE_TARGETS).flatMap(({ host, port, user }) => [
    `[${host}]:${port}`,
    `${host}:${port}`,
    ...[host, user],
  ])
  return examples.reduce(
    (text, example) => text.replaceAll(example, '…'),
    JSON.stringify([explanation, fixes]),
  )
}

/** A line that names the example's key is of no use as it stands; the test has the real one. */
export function asHelp(fix: Fix): HelpFix {
  const { label } = fix
  if (fix.kind === 'link') return { label, kind: 'link', link: fix.link }
  const isExample =
    fix.kind !== 'copy' || EXAMPLE_VALUES.some((example) => fix.text.includes(example))
  return isExample ? { label, kind: 'offered' } : { label, kind: 'copy', text: fix.text }
}
