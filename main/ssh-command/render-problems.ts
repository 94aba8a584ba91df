/** What can keep a command from being written, or should be known about it. */

import type { Problem } from '../contract/methods.ts'

export function examplePath(path: string): Problem {
  return {
    code: 'example-path',
    severity: 'info',
    title: 'Put in your own file',
    detail: `“${path}” is an example: write the name of your file or folder instead.`,
  }
}

export function needsHostBlock(alias: string): Problem {
  return {
    code: 'needs-ssh-config',
    severity: 'info',
    title: 'Needs an entry in your ssh config',
    detail: `VS Code finds the address, port and key under the name “${alias}” in your ssh config, and needs its extension “Remote - SSH”. Add the Host entry first.`,
  }
}

export function reservedPort(port: number): Problem {
  return {
    code: 'reserved-port',
    severity: 'warning',
    title: `Your computer keeps port ${port} for its administrator`,
    detail: `On Linux and macOS, programs of ordinary users cannot open a port below 1024, so ssh would say “Permission denied”. Choose another port on this computer, such as 8080; the port on the pod stays the same.`,
  }
}

export const REMOTE_PATH: Problem = {
  code: 'remote-path-special',
  severity: 'info',
  title: 'The path on the pod holds special characters',
  detail:
    'It works with OpenSSH 9.0 and rsync 3.2.4 or newer. Older versions let the pod’s shell read the path again; there, use a path without spaces and special characters.',
}

export const NO_RSYNC: Problem = {
  code: 'rsync-on-windows',
  severity: 'error',
  title: 'Windows has no rsync',
  detail: 'Use the scp command here, or choose WSL and run rsync there.',
}

export const POWERSHELL_QUOTE: Problem = {
  code: 'powershell-quote',
  severity: 'error',
  title: 'PowerShell cannot pass this path on',
  detail:
    'It holds a double quote, which different versions of PowerShell hand to programs in different ways. Use Command Prompt or WSL for it.',
}

export const WINDOWS_FILE: Problem = {
  code: 'wsl-windows-file',
  severity: 'info',
  title: 'The key lies on the Windows side',
  detail:
    'Linux sees every file under /mnt/c as readable by all, and ssh refuses such a key. If it says “UNPROTECTED PRIVATE KEY FILE”, copy the key into WSL’s own ~/.ssh folder and run chmod 600 on the copy.',
}
