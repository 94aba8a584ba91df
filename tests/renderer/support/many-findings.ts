/** Findings of `permissions.*` as the services report them. */

import type { Finding } from '../../../renderer/contract.ts'

export function findingOf(name: string, change: Partial<Finding> = {}): Finding {
  return {
    id: `key-too-open ${name}`,
    code: 'key-too-open',
    severity: 'refuses',
    kind: 'private-key',
    path: `/home/ada/.ssh/${name}`,
    target: null,
    title: 'Other accounts have rights to this private key',
    consequence: 'ssh will ignore this key and ask for a password.',
    rule: 'No rights for group and others (authfile.c).',
    before: 'mode 0644',
    after: 'mode 0600',
    undo: 'Keypilot records the old mode; “Undo” brings it back.',
    rootCause: null,
    repairable: true,
    ...change,
  }
}

/** A folder that others can change, and a file in it that this explains. */
export const FOLDER: Finding = findingOf('', {
  id: 'folder',
  code: 'ssh-folder-writable',
  refusedBy: 'sshd',
  kind: 'ssh-folder',
  path: '/home/ada/.ssh',
  title: 'Other accounts can change this ssh folder',
  consequence: 'The SSH server of this computer refuses every key of authorized_keys.',
  before: 'mode 0777',
  after: 'mode 0700',
})

export const EXPLAINED: Finding = findingOf('authorized_keys', {
  refusedBy: 'sshd',
  kind: 'authorized-keys',
  title: 'Others can replace this file',
  rootCause: 'folder',
})

/** A drive without modes, and a key on it. */
export const DRIVE: Finding = findingOf('', {
  id: 'drive',
  code: 'parent-folder-drive-without-modes',
  kind: 'parent-folder',
  path: '/media/usb',
  title: 'The drive with this folder keeps no modes',
  consequence: 'To ssh everything on it looks open to every account.',
  before: 'mode 0777',
  after: null,
  repairable: false,
  reason: 'The drive it is on keeps no modes, so chmod has no effect there.',
})

export const ON_DRIVE: Finding = findingOf('id_usb', {
  path: '/media/usb/id_usb',
  after: null,
  repairable: false,
  rootCause: 'drive',
  reason: 'Copy the key into /home/ada/.ssh and use that copy.',
  fix: {
    kind: 'call',
    method: 'keys.import',
    params: { path: '/media/usb/id_usb', name: 'id_usb' },
    label: 'Copy the key into your ssh folder',
  },
})

export const CONFIG: Finding = findingOf('config', {
  code: 'config-writable',
  refusedBy: 'ssh',
  kind: 'config',
  title: 'Other accounts can change this ssh config',
  consequence: 'ssh ends with "Bad owner or permissions" before it connects anywhere.',
  before: 'mode 0666',
  after: 'mode 0644',
})

/** Left behind by `sudo`: only a command helps. */
export const OF_ROOT: Finding = findingOf('of_root', {
  code: 'owner',
  title: 'This private key belongs to root, and you may not read it',
  before: 'owner root',
  after: null,
  repairable: false,
  undo: 'Keypilot changes nothing here.',
  reason: 'It belongs to root, as happens when a command was run with sudo.',
  fix: { kind: 'copy', label: 'Take it back', text: 'sudo chown ada /home/ada/.ssh/of_root' },
})
