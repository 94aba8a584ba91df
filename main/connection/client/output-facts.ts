/** What the output of ssh tells beside the cause: places, fingerprints, and how far it got. */

import type { StageId } from '../../contract/methods.ts'

/** A key that ssh showed to the server. Unknown parts are null: older versions print fewer. */
export interface ShownKey {
  readonly path: string | null
  readonly sha256: string | null
}

export interface OutputFacts {
  /** The entry of known_hosts that differs. */
  offendingKey: { readonly type: string; readonly file: string; readonly line: number } | null
  /** `mode` as printed, e.g. `0644`; null on Windows, which names an account instead. */
  openFile: {
    readonly path: string
    readonly mode: string | null
    readonly account: string | null
    readonly sid: string | null
  } | null
  configPlace: { readonly file: string; readonly line: number | null } | null
  /** The key file that could not be used. */
  keyFile: string | null
  hostKey: { readonly type: string; readonly sha256: string } | null
  serverSoftware: string | null
  /** Address that was connected to. */
  address: string | null
  /** Login methods that the server named last. */
  methods: readonly string[]
  /** What the server would have agreed on. */
  serverOffer: string | null
  readonly offeredKeys: ShownKey[]
  acceptedKey: ShownKey | null
  authenticatedBy: string | null
}

export function noFacts(): OutputFacts {
  return {
    offendingKey: null,
    openFile: null,
    configPlace: null,
    keyFile: null,
    hostKey: null,
    serverSoftware: null,
    address: null,
    methods: [],
    serverOffer: null,
    offeredKeys: [],
    acceptedKey: null,
    authenticatedBy: null,
  }
}

type Note = readonly [pattern: RegExp, note: (facts: OutputFacts, found: Found) => void]
type Found = (index: number) => string

const NOTES: readonly Note[] = [
  [
    /^Offending (\S+) key (?:for IP )?in (.*):(\d+)$/,
    (facts, found) => {
      const line = Number(found(3))
      facts.offendingKey = { type: found(1), file: found(2), line }
    },
  ],
  [
    /^Permissions (?:(0\d+) )?for '(.*)' are too open\.?$/,
    (facts, found) => {
      // Windows has named the account a line before, and prints no mode.
      const mode = found(1) || null
      facts.openFile = { account: null, sid: null, ...facts.openFile, path: found(2), mode }
    },
  ],
  [
    /^Bad permissions\. Try removing permissions for user: (.*) \((S-[\d-]+)\) on file (.*?)\.?$/,
    (facts, found) => {
      facts.openFile = { path: found(3), mode: null, account: found(1), sid: found(2) }
    },
  ],
  [
    /^Bad owner or permissions on (.*)$/,
    (facts, found) => {
      facts.configPlace = { file: found(1), line: null }
    },
  ],
  [
    /^(.*?):? line (\d+): (?!Deprecated|Unsupported)/,
    (facts, found) => {
      facts.configPlace ??= { file: found(1), line: Number(found(2)) }
    },
  ],
  [
    /^(?:Load key "(.*)": |no such identity: (.*?): |Warning: Identity file (.*) not accessible: )/,
    (facts, found) => {
      facts.keyFile ??= found(1) || found(2) || found(3)
    },
  ],
  [
    /private key (.*) contents do not match public/,
    (facts, found) => {
      facts.keyFile ??= found(1)
    },
  ],
  [
    /^debug1: Connecting to .* \[(.*)\] port \d+/,
    (facts, found) => {
      facts.address = found(1)
    },
  ],
  [
    /remote software version (.*)$/,
    (facts, found) => {
      facts.serverSoftware = found(1)
    },
  ],
  [
    /^debug1: Server host key: (\S+) (SHA256:[A-Za-z0-9+/]{43})/,
    (facts, found) => {
      facts.hostKey = { type: found(1), sha256: found(2) }
    },
  ],
  [
    /Their offer: (.*)$/,
    (facts, found) => {
      facts.serverOffer = found(1)
    },
  ],
  [
    /^(?:debug1: Authentications that can continue: |(?:\S+: )?Permission denied \()([^)]*)\)?\.?$/,
    (facts, found) => {
      facts.methods = found(1).split(',').filter(Boolean)
    },
  ],
  [
    /^debug1: Offering (?:\S+ )?public key: (.*)$/,
    (facts, found) => {
      if (facts.offeredKeys.length < MAX_KEYS) facts.offeredKeys.push(shownKey(found(1)))
    },
  ],
  [
    /^debug1: Server accepts key: (.*)$/,
    (facts, found) => {
      const key = shownKey(found(1))
      // Before 8.0 it names no key; it is the one that was offered last.
      facts.acceptedKey = key.sha256 === null ? (facts.offeredKeys.at(-1) ?? key) : key
    },
  ],
  [
    /^(?:debug1: )?Authenticated to .* using "([^"]*)"/,
    (facts, found) => {
      facts.authenticatedBy = found(1)
    },
  ],
  [
    /^debug1: Authentication succeeded \(([^)]*)\)/,
    (facts, found) => {
      facts.authenticatedBy = found(1)
    },
  ],
]

const MAX_KEYS = 100

export function noteFacts(facts: OutputFacts, line: string): void {
  for (const [pattern, note] of NOTES) {
    const match = pattern.exec(line)
    if (match) note(facts, (index) => match[index] ?? '')
  }
}

/**
 * `PATH ED25519 SHA256:… agent`; before 8.0 `ED25519 SHA256:… PATH`, before 7.x the path alone. The
 * path may hold spaces, or be an agent's comment.
 */
function shownKey(text: string): ShownKey {
  const match = /^(.*?) ?(?:[A-Z][\w-]*) (SHA256:[A-Za-z0-9+/]{43})(?: (.*))?$/.exec(text)
  if (match === null) return { path: text.startsWith('pkalg ') ? null : text, sha256: null }
  return { path: match[1] || match[3] || null, sha256: match[2] ?? null }
}

/** Lines of `-v`, and the stage that has begun by then. They are never translated. */
const MARKERS: readonly (readonly [RegExp, StageId])[] = [
  [/^OpenSSH_|^debug1: Reading configuration data/, 'local'],
  [/^debug1: Connecting to /, 'tcp'],
  [/^debug1: Connection established/, 'banner'],
  [/^debug1: Remote protocol version /, 'kex'],
  [/^debug1: Server host key: /, 'host-key'],
  [/^debug1: (?:SSH2_MSG_NEWKEYS received|Authentications that can continue: )/, 'auth'],
  [/^(?:debug1: )?Authenticated to |^debug1: Authentication succeeded/, 'session'],
]

export function stageAt(line: string): StageId | null {
  return MARKERS.find(([pattern]) => pattern.test(line))?.[1] ?? null
}
