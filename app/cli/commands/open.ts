/** `keypilot open`: the whole interface in the browser, served on this computer only. */

import type { BrowserHost } from '../../browser/index.ts'
import type { Command, CommandContext } from '../command.ts'
import { EXIT } from '../exit.ts'
import { wrap } from '../layout.ts'

export const openCommand: Command = {
  name: 'open',
  summary: 'Open Keypilot in your browser',
  usage: '',
  options: { 'no-browser': { type: 'boolean' } },
  optionHelp: [['--no-browser', 'Only print the address']],
  details: [
    'The interface is served on 127.0.0.1 until you press Ctrl+C, close the page, or leave it unused for 15 minutes. Nobody else can use it: the address works once, for one minute.',
  ],
  maxPositionals: 0,
  async run(args, context) {
    const { signal } = context.terminal
    const { startBrowserHost } = await import('../../browser/index.ts')
    const { rendererDir, version, start } = context
    const host = await startBrowserHost({ rendererDir, version, start })
    const tidyUp = await showPage(host, args.flag('no-browser'), context)
    signal.addEventListener('abort', host.close, { once: true })
    if (signal.aborted) await host.close()
    const why = await host.stopped
    await tidyUp()
    if (why === 'idle') context.terminal.err('Keypilot has stopped: no page is using it.\n')
    return EXIT.ok
  },
}

/** Opens and prints the address; returns what to do when the host has stopped. */
async function showPage(
  host: BrowserHost,
  printOnly: boolean,
  context: CommandContext,
): Promise<() => Promise<void>> {
  const { terminal, paths } = context
  const url = host.newLaunchUrl()
  const { openInBrowser } = await import('../../browser/index.ts')
  const { platform, env } = process
  const removeFile = printOnly
    ? null
    : await openInBrowser({ url, dataDir: paths.dataDir, platform, env })
  printAddress(url, removeFile !== null, context)
  const stopListening = terminal.interactive
    ? terminal.onLine(() => printUrl(host.newLaunchUrl(), context))
    : () => {}
  return async () => {
    stopListening()
    await removeFile?.()
  }
}

function printUrl(url: string, { json, line }: CommandContext): void {
  line(json ? JSON.stringify({ url }) : url)
}

function printAddress(url: string, opened: boolean, context: CommandContext): void {
  const { terminal, json } = context
  if (json) {
    printUrl(url, context)
    return
  }
  const what = opened
    ? 'Keypilot opens in your browser. Should it not, open this address:'
    : 'Open this address in your browser:'
  const more = terminal.interactive ? ' Press Enter for a new one,' : ''
  terminal.err(`${what}\n`)
  printUrl(url, context)
  terminal.err(`${wrap(`It works once, for one minute.${more} Ctrl+C stops.`, terminal.width)}\n`)
}
