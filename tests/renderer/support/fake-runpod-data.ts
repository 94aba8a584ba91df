/** A RunPod account that is made up: keys, pods and workers in every state that matters. */

import type {
  AccountKey,
  RunpodEndpoint,
  RunpodPod,
  RunpodWorker,
} from '../../../renderer/contract.ts'
import { ED25519, PUBLIC_LINES } from './fake-data.ts'
import { TRAINING } from './many-connections.ts'

export const OWN_KEY: AccountKey = {
  text: PUBLIC_LINES[ED25519.id] ?? '',
  type: 'ssh-ed25519',
  comment: 'ada@laptop',
  fingerprint: ED25519.id,
  keyId: ED25519.id,
  keyName: 'id_ed25519',
  problems: [],
  repaired: null,
}

export const OTHER_KEY: AccountKey = {
  ...OWN_KEY,
  text: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 grace@desktop',
  type: 'ssh-rsa',
  comment: 'grace@desktop',
  fingerprint: 'SHA256:Zt8vQ1nL5xW2cR9bYk3mGf7dHs4jPq6aTeUoI0vXyBw',
  keyId: null,
  keyName: null,
}

const LOST_TYPE = 'AAAAC3NzaC1lZDI1NTE5AAAAIEb0kzq1d9nX2oJ7 lab'

export const BROKEN_KEY: AccountKey = {
  ...OTHER_KEY,
  text: LOST_TYPE,
  type: null,
  comment: '',
  fingerprint: null,
  problems: [
    {
      code: 'missing-type',
      severity: 'error',
      title: 'The type at the beginning is missing',
      detail: 'The line must begin with “ssh-ed25519”. As it stands, no pod accepts this key.',
    },
  ],
  repaired: [`ssh-ed25519 ${LOST_TYPE}`],
}

const DIRECT = { user: 'root', host: '213.173.108.12', port: 17445, kind: 'runpod-direct' } as const

export const RUNNING: RunpodPod = {
  id: 'k3v9x2m1q8',
  name: 'training-a100',
  status: 'RUNNING',
  hardware: '2 × NVIDIA A100 80GB',
  image: 'runpod/pytorch:2.8.0-py3.11-cuda12.8.1',
  dataCenter: 'EU-RO-1',
  cost: 3.38,
  createdAt: '2026-11-20T18:00:00.000Z',
  startedAt: '2026-11-21T05:55:00.000Z',
  proxy: {
    target: { user: 'k3v9x2m1q8-64410f8e', host: 'ssh.runpod.io', port: 22, kind: 'runpod-proxy' },
    command: 'ssh k3v9x2m1q8-64410f8e@ssh.runpod.io',
  },
  direct: { target: DIRECT, command: 'ssh root@213.173.108.12 -p 17445' },
  exposesSsh: true,
  waitingFor: null,
  createdWith: null,
  problems: [],
  saved: [],
}

export const WAITING: RunpodPod = {
  ...RUNNING,
  id: 'w4p1t7n5zz',
  name: 'just-started',
  hardware: 'NVIDIA RTX 4090',
  cost: 0.69,
  direct: null,
  waitingFor: 'public-port',
  proxy: {
    target: { user: 'w4p1t7n5zz-64411eb2', host: 'ssh.runpod.io', port: 22, kind: 'runpod-proxy' },
    command: 'ssh w4p1t7n5zz-64411eb2@ssh.runpod.io',
  },
}

/** Its port has come. */
export const ARRIVED: RunpodPod = {
  ...WAITING,
  waitingFor: null,
  direct: {
    target: { ...DIRECT, host: '69.48.159.6', port: 25634 },
    command: 'ssh root@69.48.159.6 -p 25634',
  },
}

export const OLD: RunpodPod = {
  ...RUNNING,
  id: 'o7l2d8p9aa',
  name: 'older-than-your-key',
  hardware: 'NVIDIA L40S',
  cost: 0.86,
  createdWith: [
    { fingerprint: OTHER_KEY.fingerprint, comment: 'grace@desktop', keyId: null, keyName: null },
  ],
  problems: [
    {
      code: 'pod-older-than-key',
      severity: 'warning',
      title: 'This pod does not know your key',
      detail:
        'It was made before id_ed25519 was published, and a running pod does not learn of new keys. Deploy a new pod, or paste the line below into the web terminal of this one.',
      fix: {
        kind: 'copy',
        label: 'Copy the line for the web terminal',
        text: `mkdir -p ~/.ssh && echo '${OWN_KEY.text}' >> ~/.ssh/authorized_keys`,
      },
    },
  ],
}

export const STOPPED: RunpodPod = {
  ...RUNNING,
  id: 's5t0p3d1bb',
  name: 'stopped',
  status: 'EXITED',
  hardware: null,
  cost: 0.006,
  startedAt: null,
  proxy: null,
  direct: null,
  problems: [],
}

/** What is saved of it leads to where it was. */
export const MOVED: RunpodPod = {
  ...RUNNING,
  direct: {
    target: { ...DIRECT, port: 31999 },
    command: 'ssh root@213.173.108.12 -p 31999',
  },
  saved: [
    {
      connectionId: TRAINING.id,
      name: TRAINING.name,
      alias: null,
      moved: { from: TRAINING.target, to: { ...DIRECT, port: 31999 } },
    },
  ],
}

export function manyPods(count: number): readonly RunpodPod[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, '0')
    return { ...(index % 4 === 3 ? STOPPED : RUNNING), id: `pod${number}`, name: `pod-${number}` }
  })
}

const WORKER: RunpodWorker = {
  id: 'h01e202zhqq90o',
  status: 'RUNNING',
  running: true,
  stale: false,
  hardware: 'NVIDIA RTX A5000',
  image: 'ada/handler:3',
  startedAt: '2026-11-21T07:00:00.000Z',
  proxy: {
    target: {
      user: 'h01e202zhqq90o-64410bd8',
      host: 'ssh.runpod.io',
      port: 22,
      kind: 'runpod-proxy',
    },
    command: 'ssh h01e202zhqq90o-64410bd8@ssh.runpod.io',
  },
  accessProblem: null,
}

export const ENDPOINT: RunpodEndpoint = {
  id: 'ep5k2q',
  name: 'sdxl-turbo',
  activeWorkers: 1,
  maxWorkers: 3,
  workers: [
    WORKER,
    { ...WORKER, id: 'h77b113xkpp02z', status: 'IDLE', running: false, stale: true, proxy: null },
  ],
  problems: [],
}

export const ASLEEP: RunpodEndpoint = {
  ...ENDPOINT,
  id: 'ep9z9z',
  name: 'whisper',
  activeWorkers: 0,
  workers: [],
  problems: [
    {
      code: 'no-running-worker',
      severity: 'info',
      title: 'No worker runs now',
      detail:
        'Set “Active workers” to 1 on RunPod’s website to keep one running; it costs money the whole time, so set it back to 0 afterwards.',
    },
  ],
}
