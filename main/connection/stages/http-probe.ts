/** Asks whether a web server stands where an SSH server should: the usual mix-up of pod ports. */

import { printable } from '../printable.ts'
import type { Sockets } from '../sockets.ts'

export interface HttpAnswer {
  readonly statusLine: string
  readonly server: string | null
  readonly isJupyter: boolean
}

const MAX_BYTES = 4_096

/** One plain request on a connection of its own; null unless the answer is HTTP. */
export function probeHttp(
  sockets: Sockets,
  address: string,
  port: number,
  limitMs: number,
): Promise<HttpAnswer | null> {
  return new Promise((resolve) => {
    const socket = sockets.open(address, port)
    let text = ''
    const finish = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve(parseAnswer(text))
    }
    const timer = setTimeout(finish, limitMs)
    socket.once('connect', () => socket.write(`GET / HTTP/1.0\r\nHost: ${address}\r\n\r\n`))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      // The headers are enough, and anything that does not begin like HTTP is settled at once.
      const isSettled = text.length >= 5 && !text.startsWith('HTTP/')
      if (text.length > MAX_BYTES || text.includes('\r\n\r\n') || isSettled) finish()
    })
    socket.once('error', finish)
    socket.once('close', finish)
  })
}

function parseAnswer(text: string): HttpAnswer | null {
  const statusLine = /^HTTP\/[^\r\n]*/.exec(text)?.[0]
  if (statusLine === undefined) return null
  const server = /^Server:[ \t]*([^\r\n]*)/im.exec(text)?.[1] ?? null
  return {
    statusLine: printable(statusLine, 80),
    server: server === null ? null : printable(server, 60),
    // Jupyter runs on Tornado, and sends visitors to its login, tree or lab page.
    isJupyter: /^Server:[ \t]*Tornado|^Location:.*\/(?:lab|tree|login\?next)/im.test(text),
  }
}
