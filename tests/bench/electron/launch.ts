/** Starts a staged app in a home of its own and finds the ways to ask it something. */

import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { end, endWithUs } from '../../support/servers/processes.ts'
import { evaluate } from './devtools.ts'

const LIMIT_MS = 60_000
const QUIT_LIMIT_MS = 5_000

export interface Launched {
  readonly pid: number
  /** Epoch milliseconds of the moment before the process was started. */
  readonly startedAt: number
  /** Evaluates JavaScript in the window's page, once there is one. */
  inPage(expression: string): Promise<unknown>
  /** Evaluates JavaScript in the main process; only with `inspectMain`. */
  inMain(expression: string): Promise<unknown>
  stop(): Promise<void>
}

export interface LaunchOptions {
  readonly program: string
  /** Made when it is missing; kept. */
  readonly home: string
  readonly inspectMain?: boolean
}

/** Resolves when the program listens, which is before its window is there. */
export async function launch({
  program,
  home,
  inspectMain = false,
}: LaunchOptions): Promise<Launched> {
  await mkdir(home, { recursive: true })
  const asRoot = process.getuid?.() === 0
  const args = [
    ...(inspectMain ? ['--inspect=0'] : []),
    ...(asRoot ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--remote-debugging-port=0',
  ]
  const startedAt = performance.timeOrigin + performance.now()
  const env = environment(home)
  const child = endWithUs(spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] }))
  const stop = async () => {
    // Asked to, so that Chromium writes its profile; a program that does not listen is ended.
    await Promise.race([end(child, 'SIGTERM'), sleep(QUIT_LIMIT_MS)])
    await end(child, 'SIGKILL')
  }
  const said = listen(child.stderr)
  try {
    const [, port = ''] = await said(/DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//)
    return {
      pid: child.pid ?? 0,
      startedAt,
      inPage: async (expression) => evaluate(await pageSocket(port), expression),
      async inMain(expression) {
        const [, socket = ''] = await said(/Debugger listening on (ws:\S+)/)
        return evaluate(socket, expression)
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function environment(home: string): Readonly<Record<string, string | undefined>> {
  return {
    ...process.env,
    SSH_AUTH_SOCK: undefined,
    RUNPOD_API_KEY: undefined,
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    KEYPILOT_SSH_DIR: join(home, '.ssh'),
    KEYPILOT_DATA_DIR: join(home, 'data'),
    // Nothing listens there.
    KEYPILOT_RUNPOD_URL: 'http://127.0.0.1:9',
    KEYPILOT_UPDATE_URL: 'http://127.0.0.1:9',
  }
}

/** @returns a function that waits until the program has said something of this form */
function listen(stream: NodeJS.ReadableStream): (form: RegExp) => Promise<RegExpExecArray> {
  let text = ''
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return async (form) => {
    for (let waited = 0; waited < LIMIT_MS; waited += 10) {
      const found = form.exec(text)
      if (found !== null) return found
      await sleep(10)
    }
    throw new Error(`the program did not say ${form}: ${text}`)
  }
}

async function pageSocket(port: string): Promise<string> {
  const deadline = performance.now() + LIMIT_MS
  while (performance.now() < deadline) {
    const list = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as readonly {
      readonly type: string
      readonly url: string
      readonly webSocketDebuggerUrl: string
    }[]
    const page = list.find(({ type, url }) => type === 'page' && /^(?:app|file):/.test(url))
    if (page !== undefined) return page.webSocketDebuggerUrl
    await sleep(100)
  }
  throw new Error('the window did not open')
}
