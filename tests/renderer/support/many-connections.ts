/** Saved connections for the fake host: a few that differ, and hundreds. */

import type { LastResult, SavedConnection } from '../../../renderer/contract.ts'
import { ED25519, RSA } from './fake-data.ts'

const OK: LastResult = {
  at: '2026-11-21T07:58:00.000Z',
  verdict: 'ok',
  cause: null,
  title: 'Logged in',
  ms: 412,
  capabilities: { exec: true, sftp: true, pty: true, forwarding: true },
}

const FAILED: LastResult = {
  ...OK,
  at: '2026-11-20T17:30:00.000Z',
  verdict: 'failed',
  cause: 'connection-refused',
  title: 'Nothing listens on that port',
  ms: 96,
  capabilities: { exec: null, sftp: null, pty: null, forwarding: null },
}

export const TRAINING: SavedConnection = {
  id: 'c-training',
  name: 'Training pod',
  target: { user: 'root', host: '213.173.108.12', port: 17445, kind: 'runpod-direct' },
  keyId: ED25519.id,
  notes: 'Two A100s, the nightly runs.',
  alias: null,
  podId: 'k3v9x2m1q8',
  createdAt: '2026-10-02T09:00:00.000Z',
  lastUsedAt: '2026-11-21T07:58:00.000Z',
  lastResult: OK,
}

export const PROXY: SavedConnection = {
  ...TRAINING,
  id: 'c-proxy',
  name: 'Notebook through the proxy',
  target: { user: 'k3v9x2m1q8-64410f8e', host: 'ssh.runpod.io', port: 22, kind: 'runpod-proxy' },
  keyId: RSA.id,
  notes: '',
  podId: null,
  lastUsedAt: '2026-11-20T17:30:00.000Z',
  lastResult: {
    ...OK,
    at: '2026-11-20T17:30:00.000Z',
    capabilities: { exec: false, sftp: false, pty: true, forwarding: false },
  },
}

export const BROKEN: SavedConnection = {
  ...TRAINING,
  id: 'c-broken',
  name: 'Old pod',
  target: { user: 'root', host: '69.48.159.6', port: 25634, kind: 'runpod-direct' },
  notes: '',
  alias: 'old-pod',
  podId: null,
  lastUsedAt: '2026-11-19T10:00:00.000Z',
  lastResult: FAILED,
}

export const UNTESTED: SavedConnection = {
  ...TRAINING,
  id: 'c-new',
  name: 'lab.example.org',
  target: { user: 'ada', host: 'lab.example.org', port: 22, kind: 'generic' },
  keyId: null,
  notes: '',
  podId: null,
  lastUsedAt: null,
  lastResult: null,
}

export const FEW_CONNECTIONS = [TRAINING, PROXY, BROKEN, UNTESTED] as const

/** `count` different connections; every fifth failed, every seventh was never tested. */
export function manyConnections(count: number): readonly SavedConnection[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, '0')
    const lastUsedAt = new Date(Date.UTC(2026, 9, 1) - index * 3_600_000).toISOString()
    return {
      ...TRAINING,
      id: `c-${number}`,
      name: `pod-${number}`,
      target: { ...TRAINING.target, host: `203.0.113.${index % 250}`, port: 20_000 + index },
      notes: '',
      podId: null,
      lastUsedAt,
      lastResult: index % 7 === 6 ? null : { ...(index % 5 === 4 ? FAILED : OK), at: lastUsedAt },
    }
  })
}
