/** What Keypilot finds on this computer: the ssh client, the agent, the shell, what the host can do. */

import type { HostKind, ShellName, SystemInfo, TerminalSetting } from '../contract/methods.ts'
import type { Paths } from '../storage/index.ts'
import { probeAgent } from './agent.ts'
import { findTerminal } from './find-terminal.ts'
import { findSshClient } from './ssh-client.ts'

/** The parts of the process that the answer depends on; tests set them. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
  readonly env: { readonly [name: string]: string | undefined }
}

export interface SystemInfoOptions {
  readonly paths: Paths
  readonly appVersion: string
  readonly host: HostKind
  /** The terminal that the person has set. */
  readonly terminal?: TerminalSetting | null
  readonly signal?: AbortSignal
  readonly machine?: Machine
}

const thisMachine: Machine = { platform: process.platform, arch: process.arch, env: process.env }

/** Everything is looked up anew: an agent may have been started, ssh installed, since the last call. */
export async function systemInfo(options: SystemInfoOptions): Promise<SystemInfo> {
  const { paths, host, machine = thisMachine, signal } = options
  const { platform, arch, env } = machine
  const [sshClient, agent, terminal] = await Promise.all([
    findSshClient({ platform, env, ...(signal === undefined ? {} : { signal }) }),
    probeAgent({ platform, env }),
    findTerminal({ platform, env, setting: options.terminal ?? null }),
  ])
  return {
    appVersion: options.appVersion,
    host,
    platform,
    arch,
    home: paths.home,
    sshDir: paths.sshDir,
    dataDir: paths.dataDir,
    sshClient,
    agent,
    defaultShell: defaultShell(platform),
    capabilities: {
      openLinks: host === 'electron',
      reveal: host === 'electron',
      terminal: terminal?.name ?? null,
    },
  }
}

/** Inside WSL the platform is `linux`, and a command is pasted into a Linux shell: `posix` there too. */
function defaultShell(platform: NodeJS.Platform): ShellName {
  return platform === 'win32' ? 'powershell' : 'posix'
}
