/** How far a person has come with Setup. */

import type { Scenario } from './fake-bridge.ts'
import { ED25519 } from './fake-data.ts'

const AT = '2026-11-21T08:00:00.000Z'
const ADDRESS = 'root@213.173.108.12:17445'
const COMMAND = 'ssh root@213.173.108.12 -p 17445 -i ~/.ssh/id_ed25519'

export const WITH_KEY = {
  keys: [ED25519],
  settings: { setup: { keyId: ED25519.id } },
} satisfies Scenario

export const WITH_PUBLISHED = {
  keys: [ED25519],
  settings: {
    setup: { keyId: ED25519.id, publicKeys: { at: AT, ok: true, keyIds: [ED25519.id] } },
  },
} satisfies Scenario

export const READY_TO_TEST = {
  keys: [ED25519],
  settings: {
    setup: {
      ...WITH_PUBLISHED.settings.setup,
      command: COMMAND,
      reached: { at: AT, address: ADDRESS, software: 'SSH-2.0-OpenSSH_8.9p1' },
    },
  },
} satisfies Scenario

export const FINISHED = {
  keys: [ED25519],
  settings: {
    setup: {
      ...READY_TO_TEST.settings.setup,
      lastTest: { at: AT, ok: true, cause: null, address: ADDRESS, keyId: ED25519.id },
    },
  },
} satisfies Scenario
