/** Judges what a command says: where it leads, whose machine that is, and what is wrong with it. */

import type { ParsedSshCommand, Provider, Target } from '../contract/methods.ts'
import { judgeTarget } from './judge.ts'
import { isPathPlaceholder, isPlaceholder } from './placeholder.ts'
import { isRepair, type ProblemCode, problem } from './problems.ts'
import { isInternalAddress, isProxyHost, judgeProxyUser, kindOf, providerOf } from './provider.ts'
import type { Note, Reading } from './reading.ts'

/** What RunPod's console writes after `-i` for everybody (a fixed text, not the person's path). */
const CONSOLE_IDENTITY = '~/.ssh/id_ed25519'
const HOST_CHECK_OFF =
  /^(?:stricthostkeychecking=(?:no|off)|userknownhostsfile=(?:\/dev\/null|nul))$/i
const MAX_PROBLEMS = 20
const SEVERITIES = ['error', 'warning', 'info'] as const

/** The whole answer for one reading. A problem of severity `error` comes exactly when there is no target. */
export function judge(reading: Reading, extra: readonly Note[] = []): ParsedSshCommand {
  const notes = new Notes([...extra, ...reading.notes])
  const place = judgePlace(reading, notes)
  const target = notes.hasError() ? null : place.target
  const identityFile = judgeIdentity(reading, target?.kind ?? null, notes)
  judgeOptions(reading, notes)
  if (target?.kind === 'runpod-proxy') judgeProxyUse(reading, notes)
  return {
    target,
    kind: target?.kind ?? null,
    form: reading.form,
    provider: place.provider,
    identityFile,
    options: reading.options,
    forwards: reading.forwards,
    remoteCommand: reading.remoteCommand,
    repaired: notes.repaired(),
    problems: notes.problems(),
  }
}

/** Gathers notes, each once, and turns them into problems, worst first. */
class Notes {
  private readonly notes = new Map<string, Note>()

  constructor(notes: readonly Note[]) {
    for (const { code, about } of notes) this.add(code, about)
  }

  add(code: ProblemCode, about = ''): void {
    const key = `${code}\n${about}`
    if (!this.notes.has(key)) this.notes.set(key, { code, about })
  }

  hasError(): boolean {
    return this.all().some(({ severity }) => severity === 'error')
  }

  repaired(): boolean {
    return [...this.notes.values()].some(({ code }) => isRepair(code))
  }

  problems(): ParsedSshCommand['problems'] {
    const all = this.all()
    return SEVERITIES.flatMap((severity) => all.filter((one) => one.severity === severity)).slice(
      0,
      MAX_PROBLEMS,
    )
  }

  private all() {
    return [...this.notes.values()].map(({ code, about }) => problem(code, about))
  }
}

interface Place {
  readonly target: Target | null
  readonly provider: Provider
}

function judgePlace(reading: Reading, notes: Notes): Place {
  const nowhere: Place = { target: null, provider: 'unknown' }
  const { host } = reading
  if (host === null) {
    if (!notes.hasError()) notes.add('destination-missing')
    return nowhere
  }
  for (const part of [host, reading.user, reading.port]) {
    if (part !== null && isPlaceholder(part)) notes.add('placeholder', part)
    if (part !== null && /\p{Cc}/u.test(part)) notes.add('control-characters')
  }
  if (isProxyHost(host)) return judgeProxyPlace(reading, notes)
  if (notes.hasError()) return nowhere
  const port = judgePort(reading.port, notes)
  const user = reading.user ?? assumeUser(host, notes)
  if (user === null || port === null) return nowhere
  const address = { user, host, port }
  const kind = kindOf(address, reading.forwards)
  const refusal = judgeTarget({ ...address, kind })
  if (refusal) {
    notes.add(refusal.code as ProblemCode, aboutOf(refusal.code, address))
    return nowhere
  }
  if (isInternalAddress(host)) notes.add('internal-address', host)
  const provider = providerOf(address, reading.forwards)
  return {
    target: { ...address, kind },
    provider: kind === 'runpod-direct' ? 'runpod' : provider,
  }
}

function aboutOf(code: string, address: { user: string; host: string; port: number }): string {
  if (code.startsWith('user-')) return address.user
  return code.startsWith('port-') ? String(address.port) : address.host
}

function judgePort(text: string | null, notes: Notes): number | null {
  if (text === null) return 22
  if (!/^\d+$/.test(text)) {
    notes.add(text === '' ? 'option-value-missing' : 'port-invalid', text === '' ? ':' : text)
    return null
  }
  const port = Number(text)
  if (port >= 1 && port <= 65_535) return port
  notes.add('port-out-of-range', text)
  return null
}

/** A machine reached by name or address without a user is most likely a pod; a bare word is no address. */
function assumeUser(host: string, notes: Notes): string | null {
  if (host.startsWith('-')) notes.add('host-is-option', host)
  else if (host === '') notes.add('host-missing')
  else if (!/[.:]/.test(host) && host !== 'localhost') notes.add('config-alias', host)
  else {
    notes.add('user-assumed')
    return 'root'
  }
  return null
}

/** ssh.runpod.io: the user name is the pod, and there is one port. */
function judgeProxyPlace(reading: Reading, notes: Notes): Place {
  const { user, port } = reading
  const place: Place = { target: null, provider: 'runpod' }
  if (notes.hasError()) return place
  if (user === null || user === '') {
    notes.add('user-missing')
    return place
  }
  if (user === 'root') {
    notes.add('mixed-forms')
    return place
  }
  const look = judgeProxyUser(user)
  if (look === 'no-suffix') {
    notes.add('proxy-suffix-missing', user)
    return place
  }
  if (look === 'unusual') notes.add('proxy-suffix-unusual', user)
  if (port !== null && port !== '22') notes.add('proxy-port', port)
  const target: Target = { user, host: 'ssh.runpod.io', port: 22, kind: 'runpod-proxy' }
  const refusal = judgeTarget(target)
  if (refusal) notes.add(refusal.code as ProblemCode, user)
  return { ...place, target }
}

function judgeIdentity(reading: Reading, kind: Target['kind'] | null, notes: Notes): string | null {
  const [first, ...more] = reading.identityFiles
  if (first === undefined) return null
  if (isPathPlaceholder(first)) {
    notes.add('identity-placeholder', first)
    return null
  }
  if (more.some((path) => path !== first)) notes.add('several-identities', first)
  const path = first.endsWith('.pub') ? first.slice(0, -'.pub'.length) : first
  if (path !== first) notes.add('identity-is-public', path)
  if (path === CONSOLE_IDENTITY && kind?.startsWith('runpod')) notes.add('example-identity', path)
  return path
}

function judgeOptions(reading: Reading, notes: Notes): void {
  for (const { name, value } of reading.options) {
    if (name.toLowerCase() === 'proxyjump') notes.add('jump-host', value)
    if (HOST_CHECK_OFF.test(`${name}=${value}`)) notes.add('host-check-off', `${name}=${value}`)
  }
}

function judgeProxyUse(reading: Reading, notes: Notes): void {
  const [forward] = reading.forwards
  if (forward !== undefined) notes.add('proxy-no-forwarding', forward)
  else if (reading.flags.has('N') && reading.form === 'ssh') notes.add('proxy-no-forwarding', '-N')
  if (reading.remoteCommand !== null) notes.add('proxy-no-commands', reading.remoteCommand)
  if (reading.form === 'scp' || reading.form === 'sftp' || reading.form === 'rsync') {
    notes.add('proxy-terminal-only', reading.form)
  }
}
