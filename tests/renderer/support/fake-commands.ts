/** A small stand-in for `main/ssh-command`: enough for the commands that the tests type. */

import type {
  ParsedSshCommand,
  Problem,
  RenderCommandParams,
  RenderedCommand,
  Target,
} from '../../../renderer/contract.ts'

export function fakeParse(text: string): ParsedSshCommand {
  const colon = /root@([\d.]+):(\d+)/.exec(text)
  const found = colon ?? /(\S+)@([\w.-]+)(?:.*-p (\d+))?/.exec(text)
  const target: Target | null =
    found === null
      ? null
      : colon
        ? { user: 'root', host: colon[1] ?? '', port: Number(colon[2]), kind: 'runpod-direct' }
        : toTarget(found[1] ?? '', found[2] ?? '', Number(found[3] ?? 22))
  return {
    target,
    kind: target?.kind ?? null,
    form: found === null ? 'unknown' : 'ssh',
    provider: 'runpod',
    identityFile: null,
    options: [],
    forwards: [],
    remoteCommand: null,
    repaired: colon !== null,
    problems: found === null ? [NOT_A_COMMAND] : colon === null ? [] : [COLON_PORT],
  }
}

function toTarget(user: string, host: string, port: number): Target {
  const kind = host === 'ssh.runpod.io' ? 'runpod-proxy' : 'runpod-direct'
  return { user: user.replace(/^.*\s/, ''), host, port, kind }
}

const NOT_A_COMMAND: Problem = {
  code: 'not-a-command',
  severity: 'error',
  title: 'There is no address in this text',
  detail: 'Copy the whole line that RunPod shows under SSH on the pod’s Connect tab.',
}

const COLON_PORT: Problem = {
  code: 'colon-port',
  severity: 'warning',
  title: 'The port stood after a colon',
  detail: 'ssh takes the port with “-p”, so “:22001” was turned into “-p 22001”.',
}

export function fakeRender(params: RenderCommandParams): RenderedCommand {
  const { target, keyId, purpose, shell } = params
  const path = shell === 'powershell' ? '"$HOME\\.ssh\\id_ed25519"' : '~/.ssh/id_ed25519'
  const identity = keyId === undefined ? '' : `-i ${path} -o IdentitiesOnly=yes `
  const port =
    target.port === 22
      ? ''
      : ['ssh', 'tunnel'].includes(purpose)
        ? `-p ${target.port} `
        : `-P ${target.port} `
  const where = `${target.user}@${target.host}`
  const { localPath = 'my-file.txt', remotePath = '/workspace/', tunnelPort = 8888 } = params
  const { localPort = tunnelPort } = params
  const texts: Readonly<Partial<Record<RenderCommandParams['purpose'], string>>> = {
    ssh: `ssh ${identity}${port}${where}`,
    'scp-upload': `scp -r ${identity}${port}${localPath} ${where}:${remotePath}`,
    'scp-download': `scp -r ${identity}${port}${where}:${remotePath} .`,
    sftp: `sftp ${identity}${port}${where}`,
    rsync: `rsync -avP ${localPath} ${where}:${remotePath}`,
    tunnel: `ssh -N -L ${localPort}:localhost:${tunnelPort} ${identity}${port}${where}`,
  }
  return { text: texts[purpose] ?? '', problems: [] }
}
