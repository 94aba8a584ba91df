/** How to start an agent on each platform. */

import type { Fix } from '../contract/methods.ts'

export interface Start {
  /** What the line does, and what it does not. */
  readonly explanation: string
  readonly fix: Fix
}

export function startOn(platform: NodeJS.Platform): Start {
  if (platform === 'win32') {
    return {
      explanation:
        'To start it now and with every start of Windows, open PowerShell as administrator (right-click it in the Start menu) and run the line below there.',
      fix: {
        kind: 'copy',
        label: 'Copy the line for PowerShell as administrator',
        text: 'Get-Service ssh-agent | Set-Service -StartupType Automatic; Start-Service ssh-agent',
      },
    }
  }
  return {
    explanation:
      'An ssh-agent is not needed to connect. The line below starts one, but only programs that are started from that same terminal afterwards can see it, Keypilot too.',
    fix: {
      kind: 'copy',
      label: 'Copy the line that starts one',
      text: 'eval "$(ssh-agent -s)"',
    },
  }
}
