/** The only web pages Keypilot opens. Callers name an id, so no address from outside is ever followed. */

import type { LinkId } from '../contract/methods.ts'

const LINKS: Readonly<Record<LinkId, `https://${string}`>> = {
  'runpod-settings': 'https://console.runpod.io/user/settings',
  'runpod-pods': 'https://console.runpod.io/pods',
  'runpod-serverless': 'https://console.runpod.io/serverless',
  'runpod-ssh-docs': 'https://docs.runpod.io/pods/configuration/use-ssh',
  'openssh-windows':
    'https://learn.microsoft.com/windows-server/administration/openssh/openssh_install_firstuse',
  project: 'https://github.com/keypilot/keypilot',
}

export function linkUrl(id: LinkId): string {
  return LINKS[id]
}
