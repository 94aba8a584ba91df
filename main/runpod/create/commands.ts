/** The same request for a POSIX shell: with curl, and with RunPod's own tool. */

import { quoteForShell } from '../../system/quote-for-shell.ts'
import type { CreateRequest } from './request.ts'

const API = 'https://api.runpod.io'
/** Says what is missing, instead of sending an empty key. */
const NEEDS_KEY = `: "\${RUNPOD_API_KEY:?Set it to your API key of RunPod first}"`

/**
 * The API key goes to curl through a pipe: in its arguments every account of the computer could read
 * it. `printf` is a builtin of the shell, so it shows there neither.
 */
export function curlCommand(what: 'pod' | 'template', json: string): string {
  return [
    NEEDS_KEY,
    `printf 'header = "Authorization: Bearer %s"\\n' "$RUNPOD_API_KEY" |`,
    '  curl --config - --fail-with-body --silent --show-error --max-time 60 \\',
    `    --header 'Content-Type: application/json' \\`,
    `    --data ${quoteForShell(json)} \\`,
    `    ${API}/v2/${what}s`,
  ].join('\n')
}

/**
 * With the options that runpodctl documents (v2.7.2, `pod create` and `template create`). It reads
 * the API key from `RUNPOD_API_KEY` or its own config.
 */
export function runpodctlCommand(what: 'pod' | 'template', request: CreateRequest): string {
  const { name, image, gpu, disk, ports, env, args } = request
  const options: (readonly [string, string] | null)[] = [
    ['--name', name],
    ['--image', image],
    gpu === undefined ? null : ['--gpu-id', gpu.id],
    ['--container-disk-in-gb', `${disk}`],
    ['--ports', ports.join(',')],
    env === undefined ? null : ['--env', JSON.stringify(env)],
    args === undefined ? null : startOption(what, args),
  ]
  const lines = options
    .filter((option) => option !== null)
    .map(([option, value]) => {
      return `  ${option} ${/^[\w.,/:-]+$/.test(value) ? value : quoteForShell(value)}`
    })
  const last = what === 'pod' ? ['  --ssh'] : []
  return [`runpodctl ${what} create`, ...lines, ...last].join(' \\\n')
}

function startOption(what: 'pod' | 'template', args: string): readonly [string, string] {
  return what === 'pod' ? ['--docker-args', args] : ['--docker-start-cmd', args]
}
