/** Keys and a machine for the fake host. The keys are made up for these tests and used nowhere. */

import type { KeyPair, SystemInfo } from '../../../renderer/contract.ts'

export const ED25519: KeyPair = {
  id: 'SHA256:hB1yFZ1fQqJm8mJm8i2wq3mKk5yQ3H7o0b5cV9a1xXo',
  name: 'id_ed25519',
  type: 'ed25519',
  bits: 256,
  comment: 'ada@laptop',
  fingerprint: {
    sha256: 'SHA256:hB1yFZ1fQqJm8mJm8i2wq3mKk5yQ3H7o0b5cV9a1xXo',
    md5: 'MD5:5f:0c:1e:9a:42:77:31:6b:d0:a8:f2:3c:11:94:ee:07',
  },
  privateKeyPath: '/home/ada/.ssh/id_ed25519',
  publicKeyPath: '/home/ada/.ssh/id_ed25519.pub',
  format: 'openssh',
  encrypted: false,
  pair: 'matched',
  problems: [],
  certificatePath: null,
  createdAt: '2026-05-02T08:30:00.000Z',
  modifiedAt: '2026-05-02T08:30:00.000Z',
  source: 'ssh-folder',
  uses: [],
}

export const RSA: KeyPair = {
  ...ED25519,
  id: 'SHA256:0pYk3sN2yUe8Qd1tB6rWm4vGz9cLx7aHfJ5iKoE2TnA',
  name: 'RunPod-Key-Go',
  type: 'rsa',
  bits: 2048,
  comment: 'RunPod-Key-Go',
  fingerprint: {
    sha256: 'SHA256:0pYk3sN2yUe8Qd1tB6rWm4vGz9cLx7aHfJ5iKoE2TnA',
    md5: 'MD5:9b:31:6d:44:02:c7:8e:55:f1:0a:6e:d3:27:bb:90:18',
  },
  privateKeyPath: '/home/ada/.ssh/RunPod-Key-Go',
  publicKeyPath: '/home/ada/.ssh/RunPod-Key-Go.pub',
  format: 'pkcs1',
  encrypted: true,
}

export const OPEN_PERMISSIONS: KeyPair = {
  ...ED25519,
  id: 'SHA256:k2VfT0aQ8Zs5rXyJ4nWmC7uEoBgP1hLd9iKtR6vM3bY',
  name: 'work-2023',
  comment: '',
  fingerprint: {
    sha256: 'SHA256:k2VfT0aQ8Zs5rXyJ4nWmC7uEoBgP1hLd9iKtR6vM3bY',
    md5: 'MD5:01:d2:7a:36:ef:58:c4:90:ab:13:6f:72:e8:44:0d:b9',
  },
  privateKeyPath: '/home/ada/.ssh/work-2023',
  publicKeyPath: null,
  pair: 'private-only',
  problems: [
    {
      code: 'permissions-too-open',
      severity: 'error',
      title: 'Other users of this computer can read the file',
      detail:
        'ssh refuses a private key with mode 0644. Let only yourself read it, with the line below.',
      fix: { kind: 'copy', label: 'Make it private', text: 'chmod 600 /home/ada/.ssh/work-2023' },
    },
  ],
}

export const PUBLIC_LINES: { readonly [id: string]: string } = {
  [ED25519.id]:
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqf0hT2m7o0c4x3U9i8oV1b6u5d2Qk7yE8wZr4tLpXs ada@laptop',
}

export const SYSTEM: SystemInfo = {
  appVersion: '0.1.0',
  host: 'electron',
  platform: 'linux',
  arch: 'x64',
  home: '/home/ada',
  sshDir: '/home/ada/.ssh',
  dataDir: '/home/ada/.config/Keypilot',
  sshClient: { path: '/usr/bin/ssh', version: 'OpenSSH_9.6p1', flavour: 'openssh' },
  agent: { state: 'running', detail: 'Running, with 2 keys loaded.' },
  defaultShell: 'posix',
  capabilities: { openLinks: true, reveal: true, terminal: 'gnome-terminal' },
}
