/** Effective settings against the real `ssh -G`, for every config of the corpus. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Query } from '../../../../main/ssh-config/effective/evaluate.ts'
import type { Surroundings } from '../../../../main/ssh-config/surroundings.ts'
import { corpus } from '../corpus.ts'
import { type ConfigFolder, configFolder } from '../support.ts'
import { compare, faultsOfSsh, surroundingsHere } from './ssh-oracle.ts'

let folder: ConfigFolder
let around: Surroundings
beforeAll(async () => {
  folder = await configFolder()
  around = await surroundingsHere(folder)
})
afterAll(() => folder.remove())

const QUERIES: readonly Query[] = [
  { host: 'a' },
  { host: 'b', user: 'root', port: 2022 },
  { host: 'gpu-1', user: 'deploy' },
]

/** Configs that run a program are for another test. */
const readable = corpus.filter(({ text }) => !/exec/.test(text))

describe('what ssh -G prints, and the lines that it refuses', () => {
  it.each(readable)('are what Keypilot finds: $name', async ({ text, accepted }) => {
    await folder.write('config', text)
    for (const query of QUERIES) {
      const { real, ours, expected, faults } = await compare(folder, query, around)
      expect(faults).toEqual(faultsOfSsh(real.stderr))
      expect(real.ok).toBe(faults.length === 0)
      if (accepted !== null && query.host === 'a') expect(real.ok).toBe(accepted)
      if (!real.ok) return
      expect(ours).toEqual(expected)
    }
  })
})
