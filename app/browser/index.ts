/** Starts the browser host: services, server, session and idle watch, wired together. */

import type { HostActions, Keypilot, KeypilotOptions } from '../../main/app.ts'
import { listInterfaceFiles } from '../interface-files.ts'
import { type Confirms, createConfirms } from './confirms.ts'
import { createEventStreams } from './event-streams.ts'
import { watchIdle } from './idle.ts'
import { launchUrl, startServer } from './server.ts'
import { createSession } from './session.ts'

export { openInBrowser } from './open.ts'

export interface BrowserHostOptions {
  /** The folder of the built interface. */
  readonly rendererDir: string
  readonly version: string
  start(options: KeypilotOptions): Keypilot
}

export type StopReason = 'closed' | 'idle'

export interface BrowserHost {
  readonly port: number
  readonly keypilot: Keypilot
  /** An address that works once, for a minute. */
  newLaunchUrl(): string
  close(): Promise<void>
  /** Resolves when the host has stopped, by `close` or because nobody used it any more. */
  readonly stopped: Promise<StopReason>
}

export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const files = await listInterfaceFiles(options.rendererDir)
  const session = createSession()
  let stop: (why: StopReason) => Promise<void> = async () => {}
  const idle = watchIdle(() => stop('idle'))
  const streams = createEventStreams((count) => idle.pages(count))
  const confirms = createConfirms((id, prompt) => {
    streams.send('confirm.requested', { id, prompt })
    return streams.count() > 0
  })
  const keypilot = options.start({ host: hostActions(confirms), version: options.version })
  const { dispatch, log } = keypilot
  const onAuthorised = idle.touch
  const parts = { dispatch, files, log, session, streams, confirms, onAuthorised }
  const server = await startServer(parts)
  const unwatch = keypilot.watch(streams.send)
  log.info('browser-host-started', { port: server.port })
  const stopped = new Promise<StopReason>((resolve) => {
    stop = async (why) => {
      stop = async () => {}
      idle.stop()
      unwatch()
      await server.close()
      log.info('browser-host-stopped', { why })
      resolve(why)
    }
  })
  return {
    port: server.port,
    keypilot,
    newLaunchUrl: () => launchUrl(server.port, session.newCode()),
    close: () => stop('closed'),
    stopped,
  }
}

/** The page is in a browser already, so it opens links itself. */
function hostActions(confirms: Confirms): HostActions {
  return {
    kind: 'browser',
    openLink: async () => false,
    reveal: async () => false,
    answerConfirm: confirms.answer,
  }
}
