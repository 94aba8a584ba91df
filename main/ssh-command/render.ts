/** Writes the command for a target: for one shell, one purpose and one key. */

import { AppError, assertNever } from '../contract/errors.ts'
import type { Problem, RenderCommandParams, RenderedCommand, Target } from '../contract/methods.ts'
import { checkAlias, defaultAlias, hostBlock } from './host-block.ts'
import { judgeTarget } from './judge.ts'
import { problem } from './problems.ts'
import { quotePosix, quoteWord } from './quote.ts'
import {
  examplePath,
  NO_RSYNC,
  needsHostBlock,
  POWERSHELL_QUOTE,
  REMOTE_PATH,
  reservedPort,
} from './render-problems.ts'
import { type Environment, type ShellPath, shellPath, windowsPath } from './shell-path.ts'
import { identityArguments } from './ssh-arguments.ts'

type Params = Omit<RenderCommandParams, 'keyId'>

const REMOTE_FOLDER = '/workspace/'
const EXAMPLE_FILE = 'my-file.txt'
const EXAMPLE_FOLDER = 'my-folder/'
/** Jupyter's port, which RunPod's templates use. */
const DEFAULT_TUNNEL_PORT = 8888
/** Unix lets only root listen below it. */
const FIRST_FREE_PORT = 1024

/**
 * `text` is empty when a problem of severity `error` says why there can be no such command.
 *
 * @throws {AppError} `invalid-value` for a target that ssh refuses or a path with control characters,
 *   `invalid-name` for an alias, `unsupported` for a key path that ssh cannot be told
 */
export function renderSshCommand(params: Params, environment: Environment): RenderedCommand {
  const refusal = judgeTarget(params.target)
  if (refusal) throw new AppError('invalid-value', refusal.detail)
  refuseControlCharacters(params)
  return new Renderer(params, environment).render()
}

/** In a terminal a line break would run the command early, and a Tab would complete. */
function refuseControlCharacters({ identityFile, localPath, remotePath }: Params): void {
  for (const path of [identityFile, localPath, remotePath]) {
    if (path !== undefined && /\p{Cc}/u.test(path)) {
      throw new AppError(
        'invalid-value',
        'The path holds a line break or another control character, which no command line can carry. Rename the file or folder.',
      )
    }
  }
}

class Renderer {
  private readonly params: Params
  private readonly environment: Environment
  private readonly target: Target
  private readonly problems: Problem[] = []

  constructor(params: Params, environment: Environment) {
    this.params = params
    this.environment = environment
    this.target = params.target
  }

  render(): RenderedCommand {
    const text = this.needsDirect() ? this.refuseProxy() : this.text()
    const failed = this.problems.some(({ severity }) => severity === 'error')
    return { text: failed ? '' : text, problems: this.problems }
  }

  private text(): string {
    const { purpose } = this.params
    switch (purpose) {
      case 'ssh':
        return this.line('ssh', ...this.identity(), ...this.port('-p'), this.quote(this.login()))
      case 'tunnel':
        return this.tunnel()
      case 'sftp':
        return this.line('sftp', ...this.identity(), ...this.port('-P'), this.quote(this.place()))
      case 'scp-upload':
      case 'scp-download':
        return this.scp(purpose === 'scp-upload')
      case 'rsync':
        return this.rsync()
      case 'vscode':
        return this.vscode()
      case 'ssh-config':
        return hostBlock(this.target, this.configIdentity(), this.alias())
      default:
        return assertNever(purpose)
    }
  }

  private needsDirect(): boolean {
    const { purpose } = this.params
    const terminal = purpose === 'ssh' || purpose === 'ssh-config'
    return this.target.kind === 'runpod-proxy' && !terminal
  }

  private refuseProxy(): string {
    const uses = { tunnel: 'A tunnel', vscode: 'VS Code' } as const
    const { purpose } = this.params
    const use = purpose === 'tunnel' || purpose === 'vscode' ? uses[purpose] : purpose.split('-')[0]
    this.problems.push({ ...problem('proxy-terminal-only', use), severity: 'error' })
    return ''
  }

  private line(...words: readonly string[]): string {
    return words.join(' ')
  }

  private quote(word: string): string {
    const { shell } = this.params
    // Versions up to 7.2 pass an inner quote on without escaping it, later ones escape it themselves.
    if (shell === 'powershell' && this.environment.platform === 'win32' && word.includes('"')) {
      this.problems.push(POWERSHELL_QUOTE)
    }
    return quoteWord(shell, word)
  }

  private path(path: string): string {
    return this.pathText(shellPath(path, this.params.shell, this.environment))
  }

  private pathText({ path, belowHome }: ShellPath): string {
    // The shell expands `~` only outside quotes; all four do it when what follows the slash is quoted.
    return belowHome === null ? this.quote(path) : `~/${belowHome && quotePosix(belowHome)}`
  }

  private identity(): readonly string[] {
    const { identityFile, shell } = this.params
    if (identityFile === undefined) return []
    const found = shellPath(identityFile, shell, this.environment)
    const words = identityArguments(found.path, shell === 'powershell' ? "'" : '"')
    if (found.problem) this.problems.push(found.problem)
    if (words[0] === '-i') return ['-i', this.pathText(found), ...words.slice(2)]
    return words.map((word) => (word.startsWith('-') ? word : this.quote(word)))
  }

  private port(option: '-p' | '-P'): readonly string[] {
    return this.target.port === 22 ? [] : [option, String(this.target.port)]
  }

  private login(): string {
    return `${this.target.user}@${this.target.host}`
  }

  /** As scp, sftp and rsync want it: an IPv6 address in brackets. */
  private place(): string {
    const { user, host } = this.target
    return host.includes(':') ? `${user}@[${host}]` : `${user}@${host}`
  }

  private tunnel(): string {
    const { tunnelPort = DEFAULT_TUNNEL_PORT, localPort = tunnelPort } = this.params
    if (localPort < FIRST_FREE_PORT && this.environment.platform !== 'win32') {
      this.problems.push(reservedPort(localPort))
    }
    const forward = ['-N', '-L', `${localPort}:localhost:${tunnelPort}`]
    return this.line(
      'ssh',
      ...forward,
      ...this.identity(),
      ...this.port('-p'),
      this.quote(this.login()),
    )
  }

  private scp(upload: boolean): string {
    const remotePath =
      this.params.remotePath ?? (upload ? REMOTE_FOLDER : REMOTE_FOLDER + EXAMPLE_FILE)
    const example = upload ? this.params.localPath : this.params.remotePath
    if (example === undefined) this.problems.push(examplePath(EXAMPLE_FILE))
    const local = this.path(this.params.localPath ?? (upload ? EXAMPLE_FILE : '.'))
    const remote = this.remote(remotePath)
    // -r, so that a folder works as well as a file.
    const options = ['scp', '-r', ...this.identity(), ...this.port('-P')]
    return this.line(...options, ...(upload ? [local, remote] : [remote, local]))
  }

  private remote(path: string): string {
    if (!/^[\p{L}\p{N}_@+=:,./~-]*$/u.test(path)) this.problems.push(REMOTE_PATH)
    return this.quote(`${this.place()}:${path}`)
  }

  private rsync(): string {
    const { identityFile, shell, localPath, remotePath } = this.params
    if (this.environment.platform === 'win32' && shell !== 'wsl') {
      this.problems.push(NO_RSYNC)
      return ''
    }
    if (localPath === undefined) this.problems.push(examplePath(EXAMPLE_FOLDER))
    const key = identityFile === undefined ? null : shellPath(identityFile, shell, this.environment)
    if (key?.problem) this.problems.push(key.problem)
    const inner = ['ssh', ...identityArguments(key?.path ?? null, "'"), ...this.port('-p')]
    const remoteShell =
      inner.length === 1 ? [] : ['-e', this.quote(inner.map(quoteForRsync).join(' '))]
    const local = this.path(localPath ?? EXAMPLE_FOLDER)
    return this.line(
      'rsync',
      '-avP',
      ...remoteShell,
      local,
      this.remote(remotePath ?? REMOTE_FOLDER),
    )
  }

  private alias(): string {
    return checkAlias(this.params.alias ?? defaultAlias(this.target))
  }

  private vscode(): string {
    const alias = this.alias()
    this.problems.push(needsHostBlock(alias))
    const folder = this.target.kind === 'runpod-direct' ? ['/workspace'] : []
    return this.line('code', '--remote', `ssh-remote+${alias}`, ...folder)
  }

  /** ssh expands `~` itself, and Windows' ssh reads forward slashes, which need no escaping. */
  private configIdentity(): string | null {
    const { identityFile, shell } = this.params
    if (identityFile === undefined) return null
    const { platform } = this.environment
    const found = shellPath(identityFile, shell === 'wsl' ? 'wsl' : 'posix', this.environment)
    identityArguments(found.path)
    if (found.problem) this.problems.push(found.problem)
    if (found.belowHome !== null) return `~/${found.belowHome}`
    return platform === 'win32' && shell !== 'wsl'
      ? windowsPath(identityFile).replaceAll('\\', '/')
      : found.path
  }
}

/** rsync(1), `-e`: spaces separate, quotes group, and a quote inside its own kind is doubled. */
function quoteForRsync(word: string): string {
  return /[\s'"]/.test(word) ? `'${word.replaceAll("'", "''")}'` : word
}
