/**
 * Asks an SSH server again and again on one connection whether it accepts a key. Each question is
 * the first half of publickey authentication (RFC 4252, section 7), which sshd answers after
 * looking at authorized_keys anew; the signature is never sent, so the login never completes.
 */

import { BaseAgent, Client, type ParsedKey, utils } from 'ssh2'

export interface LoginProbe {
  accepts(): Promise<boolean>
  close(): void
}

interface ProbeOptions {
  readonly port: number
  readonly username: string
  readonly privateKey: Buffer
}

/** sshd ends a connection after 1,024 questions, whatever MaxAuthTries says. */
export function openLoginProbe({ port, username, privateKey }: ProbeOptions): Promise<LoginProbe> {
  return new Promise((resolve, reject) => {
    let answer: ((accepted: boolean) => void) | null = null
    const settle = (accepted: boolean) => {
      answer?.(accepted)
      answer = null
    }
    const agent = new AskingAgent(privateKey, () => settle(true))
    const client = new Client()
    let ask: (() => void) | null = null
    const probe: LoginProbe = {
      accepts: () =>
        new Promise((done) => {
          answer = done
          ask?.()
        }),
      close: () => client.end(),
    }
    client.on('error', (error) => {
      if (error.level !== 'agent') reject(error)
    })
    client.connect({
      host: '127.0.0.1',
      port,
      username,
      readyTimeout: 0,
      authHandler: (_methods, _partial, next) => {
        // Asked for the next try, and none was signed: the last one was refused.
        settle(false)
        ask = () => {
          ask = null
          next({ type: 'agent', username, agent })
        }
        resolve(probe)
        if (answer !== null) ask()
      },
    })
  })
}

class AskingAgent extends BaseAgent {
  readonly #key: ParsedKey
  readonly #onAccepted: () => void

  constructor(privateKey: Buffer, onAccepted: () => void) {
    super()
    const key = utils.parseKey(privateKey)
    if (key instanceof Error) throw key
    this.#key = key
    this.#onAccepted = onAccepted
  }

  override getIdentities(done: (error: undefined, keys: ParsedKey[]) => void): void {
    done(undefined, [this.#key])
  }

  /** Only called when the server would accept the key. */
  override sign(...args: readonly unknown[]): void {
    this.#onAccepted()
    const done = args.at(-1) as (error: Error) => void
    done(new Error('never signed'))
  }
}
