/**
 * One visit to a server: several logins to the same place, for work that a test is only the
 * beginning of. Each login climbs the stages of a test, so the host key is judged before a password
 * or a key is shown, and it must stay the same for the whole visit.
 */

import type { HostKeyPolicy, SeenHostKey, Target } from '../../contract/methods.ts'
import type { KeyService } from '../../keys/index.ts'
import type { KnownHosts } from '../../known-hosts/index.ts'
import type { Paths } from '../../storage/index.ts'
import { type ConnectOptions, connect } from '../connect.ts'
import { type Facts, StageFailure, startFacts } from '../facts.ts'
import { createLadder } from '../ladder.ts'
import { DEFAULT_LIMITS, type Limits } from '../limits.ts'
import { createSockets } from '../sockets.ts'
import type { SshLink } from '../ssh-link.ts'
import { authTimeout, type Credential, logIn } from '../stages/auth.ts'
import { localTimeout, prepareKey } from '../stages/local.ts'
import { answerWithPassword, type PasswordAnswer } from './password.ts'
import { type RemoteShell, remoteShell } from './remote-shell.ts'
import { inWords } from './visit-failure.ts'

export interface UnlockedKey {
  /** `type base64 comment`. */
  readonly publicLine: string
  readonly path: string
  readonly credential: Credential
}

/** Every method: @throws {VisitFailure} a stage failed; {AppError} `cancelled` */
export interface Visit {
  /** Null until a server has shown one. */
  hostKey(): SeenHostKey | null
  /** @param request names the key by its id, or by the file after `-i`; by neither: the best one */
  unlock(
    request: { readonly keyId?: string; readonly identityFile?: string | null },
    passphrase: string | undefined,
  ): Promise<UnlockedKey>
  /** A connection whose host key was judged, and on which nothing was said yet. */
  connect(): Promise<Connected>
  /** Closes every connection. */
  end(): void
}

export interface Connected {
  logInWithPassword(
    password: string,
  ): Promise<{ readonly answer: PasswordAnswer; readonly shell: RemoteShell }>
  logInWithKey(key: UnlockedKey): Promise<{
    /** False when the server wanted no key at all. */
    readonly isByKey: boolean
    readonly shell: RemoteShell
  }>
}

export interface Visits {
  begin(target: Target, policy: HostKeyPolicy, signal: AbortSignal): Visit
}

export interface VisitsOptions {
  readonly paths: Paths
  readonly keys: KeyService
  readonly knownHosts: KnownHosts
  /** Replaces single time limits, for tests. */
  readonly limits?: Partial<Limits>
}

export function createVisits(options: VisitsOptions): Visits {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  return {
    begin(target, policy, signal) {
      const sockets = createSockets()
      const facts = startFacts(target, policy)
      const seen: ConnectOptions['seen'] = {
        address: null,
        software: null,
        hostKey: null,
        connections: 0,
      }
      const { knownHosts } = options
      const reach = { target, policy, knownHosts, limits, signal, sockets, seen, recordsNew: true }
      return {
        hostKey: () => seen.hostKey,
        unlock: (request, passphrase) =>
          inWords(facts, () => unlock(request, passphrase, { ...options, ...reach, facts })),
        async connect() {
          const link = await inWords(facts, () =>
            connect(reach).finally(() => {
              facts.address = seen.address
              facts.serverSoftware = seen.software
              facts.hostKey = seen.hostKey
            }),
          )
          return connected(link, facts, limits, signal)
        },
        end: () => sockets.destroyAll(),
      }
    },
  }
}

async function unlock(
  request: Parameters<Visit['unlock']>[0],
  passphrase: string | undefined,
  options: VisitsOptions & Omit<ConnectOptions, 'limits'> & { limits: Limits; facts: Facts },
): Promise<UnlockedKey> {
  const { facts, limits, signal } = options
  const { keyId, identityFile = null } = request
  const credential = await createLadder(signal, () => {}).run(
    'local',
    limits.local,
    () => localTimeout(limits.local),
    () =>
      prepareKey({
        ...options,
        request: { keyId, identityFile: undefined, commandIdentityFile: identityFile },
        passphrase,
        outside: {},
      }),
  )
  const { key, publicKeyLine } = facts
  if (key === null || publicKeyLine === null) {
    throw new StageFailure('key-file-unreadable', 'The public half of the key cannot be read.')
  }
  return { publicLine: publicKeyLine, path: key.path, credential }
}

function connected(link: SshLink, facts: Facts, limits: Limits, signal: AbortSignal): Connected {
  const { user } = facts.target
  const ladder = createLadder(signal, () => {})
  const shell = remoteShell(link, signal)
  return {
    async logInWithPassword(password) {
      const logIn = () =>
        ladder.run(
          'auth',
          limits.auth,
          () =>
            new StageFailure(
              'auth-timeout',
              `The server did not decide about the password within ${limits.auth / 1000} s.`,
            ),
          () => answerWithPassword(link, user, password),
        )
      return { answer: await inWords(facts, logIn), shell: inWordsToo(shell, facts) }
    },
    async logInWithKey({ credential }) {
      const proceed = () =>
        ladder.run(
          'auth',
          limits.auth,
          () => authTimeout(limits.auth),
          () =>
            logIn(link, user, credential, (methods) => {
              facts.offeredMethods = methods
            }),
        )
      const { isByKey } = await inWords(facts, proceed)
      return { isByKey, shell: inWordsToo(shell, facts) }
    },
  }
}

function inWordsToo({ run }: RemoteShell, facts: Facts): RemoteShell {
  return { run: (script, limitMs) => inWords(facts, () => run(script, limitMs)) }
}
