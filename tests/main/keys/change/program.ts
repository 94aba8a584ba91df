/** The operations of `kill-entry.ts` in processes of their own: several at once, as another account. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

export interface Outcome {
  /** `ok`, the code of an AppError, or `bug` for anything else. */
  readonly code: string
  readonly message: string
}

export interface OperationProgram {
  /** `prefix`: argv of what starts it, e.g. `setpriv … --`. */
  run(
    dir: string,
    method: string,
    params: { readonly [name: string]: string | number | null },
    prefix?: readonly string[],
  ): Promise<Outcome>
  remove(): Promise<void>
}

const RUNNER = `
import { run } from './program.mjs'
try {
  await run(...process.argv.slice(2))
  console.log(JSON.stringify({ code: 'ok', message: '' }))
} catch (error) {
  const code = error.name === 'AppError' ? error.code : 'bug'
  console.log(JSON.stringify({ code, message: error.message }))
}
`

/** `entry`: a module whose `run` gets the folder, the method and its parameters as JSON. */
export async function buildOperationProgram(
  entry = new URL('./kill-entry.ts', import.meta.url),
): Promise<OperationProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'keypilot-operations-'))
  await chmod(folder, 0o755)
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(entry),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'program.mjs', format: 'es' } },
    },
  })
  const runner = join(folder, 'runner.mjs')
  await writeFile(runner, RUNNER)
  return {
    async run(dir, method, params, prefix = []) {
      const argv = [...prefix, process.execPath, runner, dir, method, JSON.stringify(params)]
      const [program = '', ...rest] = argv
      const env = { ...process.env, HOME: dir }
      const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'], env })
      let text = ''
      child.stdout.on('data', (chunk) => {
        text += chunk
      })
      await once(child, 'close')
      return JSON.parse(text)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
