/** Effective settings against the real `ssh -G`, for configs made at random. */

import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Surroundings } from '../../../../main/ssh-config/surroundings.ts'
import { type ConfigFolder, configFolder } from '../support.ts'
import { randomConfig } from './grammar.ts'
import { compare, faultsOfSsh, surroundingsHere } from './ssh-oracle.ts'

let folder: ConfigFolder
let around: Surroundings
beforeAll(async () => {
  folder = await configFolder()
  around = await surroundingsHere(folder)
})
afterAll(() => folder.remove())

const RUNS = process.env.KEYPILOT_SLOW === '1' ? 5_000 : 150

it('what ssh makes of random configs is what Keypilot makes of them', async () => {
  const query = fc.record(
    {
      host: fc.constantFrom('a', 'b', 'gpu-1', 'A', 'a.example'),
      user: fc.constantFrom('root', 'deploy'),
    },
    { requiredKeys: ['host'] },
  )
  await fc.assert(
    fc.asyncProperty(randomConfig, query, async ({ config, included }, asked) => {
      await folder.write('config', config.replace('@folder@', folder.paths.sshDir))
      await folder.write('included', included)
      const { real, ours, expected, faults } = await compare(folder, asked, around)
      expect(faults).toEqual(faultsOfSsh(real.stderr))
      // Two more reasons for ssh to give up, which no line is to blame for.
      if (/jumphost loop|Could not resolve/.test(real.stderr)) return
      expect(real.ok).toBe(faults.length === 0)
      if (real.ok) expect(ours).toEqual(expected)
    }),
    { numRuns: RUNS },
  )
}, 900_000)
