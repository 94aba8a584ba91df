/** A person's web terminal: an interactive shell on a terminal of its own (`script` of util-linux). */

import { spawn } from 'node:child_process'

/** What is typed once the terminal has shown a prompt. */
export type Typed = readonly [prompt: string, text: string]

const PROMPT = 'pod-prompt> '
const LIMIT_MS = 60_000

const SHELLS = {
  bash: 'bash --norc --noprofile -i',
  'old-bash': 'bash --norc --noprofile -i',
  sh: 'sh -i',
} as const

/**
 * Ends when the prompt is back after the text; resolves with everything shown.
 *
 * @param enter program and arguments that lead into the machine
 */
export function pasteInto(
  enter: readonly string[],
  shell: keyof typeof SHELLS,
  text: string,
  typed: readonly Typed[],
): Promise<string> {
  const [program = '', ...args] = enter
  const child = spawn(program, [
    ...args,
    `PS1=${PROMPT}`,
    'script',
    '-qec',
    SHELLS[shell],
    '/dev/null',
  ])
  const end = 'all-was-read'
  const steps: Typed[] = [
    ...(shell === 'old-bash' ? [[PROMPT, 'bind "set enable-bracketed-paste off"\r'] as const] : []),
    [PROMPT, asPasted(text, shell)],
    ...typed,
    // The marker in two halves, so that only the shell's own answer is the whole of it.
    [PROMPT, `echo all-was-"read"\r`],
    [end, 'exit\r'],
  ]
  let shown = ''
  let seen = 0
  child.stdout.on('data', (chunk) => {
    shown += chunk
    for (let step = steps[0]; step !== undefined; step = steps[0]) {
      const at = shown.indexOf(step[0], seen)
      if (at < 0) return
      seen = at + step[0].length
      steps.shift()
      child.stdin.write(step[1])
    }
  })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`the terminal waits for ${JSON.stringify(steps[0]?.[0])}:\n${shown}`))
    }, LIMIT_MS)
    child.once('close', () => {
      clearTimeout(timer)
      resolve(shown.replaceAll('\r', ''))
    })
  })
}

/** Terminals send line ends as Enter, and mark the paste where the shell has asked for it. */
function asPasted(text: string, shell: keyof typeof SHELLS): string {
  const keys = text.replaceAll('\n', '\r')
  return shell === 'bash' ? `\u001b[200~${keys}\u001b[201~\r` : keys
}
