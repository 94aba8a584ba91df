/** An editor over a throwaway home, with the real ssh as judge. */

import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type {
  CallProgress,
  ConfigFinding,
  ConfirmPrompt,
} from '../../../../main/contract/methods.ts'
import {
  type ConfigEditor,
  createConfigEditor,
  type EditorDeps,
} from '../../../../main/ssh-config/index.ts'
import { createLog } from '../../../../main/storage/index.ts'
import { findSshClient } from '../../../../main/system/ssh-client.ts'
import { type ConfigFolder, configFolder } from '../support.ts'

export interface EditorFolder extends ConfigFolder {
  readonly editor: ConfigEditor
  /** Path of Keypilot's own file. */
  readonly managed: string
  /** Text of a file of the ssh folder; null when there is none. */
  text(name: string): Promise<string | null>
  mode(name: string): Promise<string>
  /** Everything `ssh -G` prints for a name; what it says on stderr when it refuses. */
  ssh(name: string, config?: string): Promise<string>
}

export async function editorFolder(deps: Partial<EditorDeps> = {}): Promise<EditorFolder> {
  const folder = await configFolder()
  const { paths } = folder
  const at = (name: string) => join(paths.sshDir, name)
  return {
    ...folder,
    managed: at('keypilot.conf'),
    editor: createConfigEditor({ ...depsOf(folder), ...deps }),
    text: (name) => readFile(at(name), 'utf8').catch(() => null),
    mode: async (name) => ((await stat(at(name))).mode & 0o7777).toString(8),
    ssh: (name, config = folder.config) => sshG(config, name),
  }
}

export function depsOf({ paths }: Pick<ConfigFolder, 'paths'>): EditorDeps {
  return {
    paths,
    log: createLog(paths),
    keyPath: async (id) => join(paths.sshDir, id),
    sshProgram: () => ssh,
    findFinding: async () => null,
    currentAddress: async () => null,
  }
}

/** Looked for once: asking each time for its version takes its time. */
const ssh = findSshClient({ platform: process.platform, env: process.env }).then(
  (client) => client?.path ?? null,
)
const execute = promisify(execFile)

/** Nothing connects. */
export async function sshG(config: string, name: string): Promise<string> {
  try {
    const argv = ['-G', '-F', config, '--', name]
    return (await execute('ssh', argv, { maxBuffer: 4_194_304 })).stdout
  } catch (error) {
    return `refused: ${(error as { stderr?: string }).stderr}`
  }
}

/** A setting in the words of `ssh -G`. */
export function value(settings: string, keyword: string): string | undefined {
  return settings
    .split('\n')
    .find((line) => line.startsWith(`${keyword} `))
    ?.slice(keyword.length + 1)
}

export interface Asked {
  confirm(prompt: ConfirmPrompt): Promise<boolean>
  progress(progress: CallProgress): void
  readonly prompts: ConfirmPrompt[]
}

/** A person who says yes or no to everything. */
export function person(accept: boolean): Asked {
  const prompts: ConfirmPrompt[] = []
  return {
    prompts,
    progress: () => {},
    confirm: async (prompt) => {
      prompts.push(prompt)
      return accept
    },
  }
}

/** Fails the test when anything is asked. */
export const nobody: Asked = {
  prompts: [],
  progress: () => {},
  confirm: () => Promise.reject(new Error('a question where none was expected')),
}

export function finding(
  code: string,
  place: Pick<ConfigFinding, 'file' | 'line' | 'alias'>,
): ConfigFinding {
  const words = { title: 'Something is wrong', detail: 'This is what.' }
  return { id: code, code, severity: 'error', fixable: true, ...words, ...place }
}

export const POD = {
  alias: 'pod',
  hostName: '203.0.113.7',
  user: 'root',
  port: 22_061,
} as const
