/** How long each part of a test may take, in milliseconds. Together they bound every test. */

export interface Limits {
  readonly local: number
  readonly resolve: number
  readonly tcp: number
  readonly banner: number
  readonly kex: number
  readonly hostKey: number
  readonly auth: number
  readonly session: number
  readonly sftp: number
  /** Silence after which a second connection asks whether a web server stands there. */
  readonly silenceBeforeHttpProbe: number
  readonly httpProbe: number
  /** How long a terminal may take to show something. */
  readonly terminal: number
  /** The extra questions after a refusal: another key, another user. */
  readonly whyRefused: number
  /** The system's own ssh. */
  readonly client: number
}

export const DEFAULT_LIMITS: Limits = {
  // Unlocking a key with many KDF rounds takes seconds of pure computing.
  local: 30_000,
  resolve: 5_000,
  tcp: 10_000,
  banner: 10_000,
  kex: 15_000,
  hostKey: 5_000,
  auth: 15_000,
  session: 15_000,
  sftp: 8_000,
  silenceBeforeHttpProbe: 3_000,
  httpProbe: 2_000,
  terminal: 5_000,
  whyRefused: 8_000,
  client: 20_000,
}
