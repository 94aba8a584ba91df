/** What the fake host does to keys: the same questions, refusals and plans as the real one. */

import type { KeyPair, PlanRepairParams } from '../../../renderer/contract.ts'
import type { Answers } from './fake-bridge.ts'
import { ED25519 } from './fake-data.ts'
import { type FakeHost, type FakeKeys, filesOf, openKey, takenNames } from './fake-keys.ts'
import { FakeProblem } from './fake-problem.ts'

export function changeAnswers(state: FakeKeys, host: FakeHost) {
  return {
    'keys.generate': async ({ name, type, bits, comment, passphrase }, callId) => {
      if (takenNames(state).includes(name)) {
        throw new FakeProblem('already-exists', `A file “${name}” was made meanwhile.`)
      }
      await host.work(callId, `Looking for two large primes for ${bits ?? 256} bits…`)
      const path = `/home/ada/.ssh/${name}`
      const made: KeyPair = {
        ...ED25519,
        name,
        type: type ?? 'ed25519',
        bits: bits ?? 256,
        comment,
        encrypted: passphrase !== undefined,
        privateKeyPath: path,
        publicKeyPath: `${path}.pub`,
      }
      state.replace(null, made)
      return made
    },
    'keys.setComment': (params) => {
      const key = state.find(params)
      openKey(key, params.passphrase)
      state.keep(`Changed the comment of ${key.name}`, key)
      const changed = { ...key, comment: params.comment }
      state.replace(key, changed)
      return changed
    },
    'keys.setPassphrase': async (params) => {
      const key = state.find(params)
      openKey(key, params.passphrase)
      if (params.newPassphrase === null) {
        await host.confirm({
          title: `Remove the passphrase of ${key.name}?`,
          detail: 'Whoever copies the file can then use the key.',
          action: 'Remove passphrase',
        })
      }
      const changed = { ...key, encrypted: params.newPassphrase !== null }
      state.replace(key, changed)
      return changed
    },
  } satisfies Partial<Answers>
}

export function renameAnswers(state: FakeKeys) {
  const renamed = (key: KeyPair, name: string): KeyPair => {
    const path = key.privateKeyPath?.replace(/[^/]*$/, name) ?? null
    return {
      ...key,
      name,
      privateKeyPath: path,
      publicKeyPath: key.publicKeyPath?.replace(/[^/]*$/, `${name}.pub`) ?? null,
    }
  }
  return {
    'keys.planRename': (params) => {
      const key = state.find(params)
      const { name } = params
      if (/[/\\]/.test(name)) {
        throw new FakeProblem('invalid-name', 'A file name only, without a folder.')
      }
      if (takenNames(state).includes(name)) {
        throw new FakeProblem('already-exists', `There is already a file “${name}”.`)
      }
      const next = renamed(key, name)
      const moves = (['privateKeyPath', 'publicKeyPath'] as const).flatMap((half) => {
        const [from, to] = [key[half], next[half]]
        return from === null || to === null ? [] : [{ from, to }]
      })
      const edits = key.uses.flatMap((use) =>
        use.kind === 'config'
          ? [
              {
                file: use.file,
                line: use.line,
                before: `  IdentityFile ~/.ssh/${key.name}`,
                after: `  IdentityFile ~/.ssh/${name}`,
              },
            ]
          : [],
      )
      return { planId: `rename ${name}`, moves, edits, notes: [] }
    },
    'keys.rename': (params) => {
      const key = state.find(params)
      state.keep(`Renamed ${key.name} to ${params.name}`, key)
      const next = renamed(key, params.name)
      state.replace(key, next)
      return next
    },
  } satisfies Partial<Answers>
}

export function removeAnswers(state: FakeKeys, host: FakeHost) {
  return {
    'keys.planRemove': (params) => {
      const key = state.find(params)
      return {
        files: filesOf(key).map(({ path }) => ({
          path,
          what: path.endsWith('.pub') ? 'public' : 'private',
        })),
        uses: key.uses,
        notes: [],
      }
    },
    'keys.remove': async (params) => {
      const key = state.find(params)
      if (params.typedName !== key.name) {
        throw new FakeProblem('invalid-value', 'The name that was typed is not the key’s.')
      }
      await host.confirm({
        title: `Remove ${key.name}?`,
        detail: 'Its files go to the backups.',
        action: 'Remove key',
      })
      const backup = state.keep(`Removed the key ${key.name}`, key)
      state.replace(key, null)
      return { backup, moved: [] }
    },
  } satisfies Partial<Answers>
}

export function repairAnswers(state: FakeKeys) {
  const plan = (params: PlanRepairParams) => {
    const key = state.find(params)
    openKey(key, params.passphrase)
    return key
  }
  return {
    'keys.planRepair': (params) => {
      const key = plan(params)
      return {
        planId: `repair ${params.problem}`,
        problem: params.problem,
        title: 'Line endings as OpenSSH wants them',
        steps: [
          {
            path: key.privateKeyPath ?? '',
            before: '7 lines that end as on Windows (CR LF), 418 bytes',
            after: '7 lines that end with LF, 411 bytes; mode 0600 as before',
          },
        ],
        notes: [],
      }
    },
    'keys.repair': (params) => {
      const key = plan(params)
      state.keep(`Repaired ${key.name}`, key)
      const problems = key.problems.filter(({ code }) => code !== params.problem)
      const repaired = { ...key, problems }
      state.replace(key, repaired)
      return repaired
    },
  } satisfies Partial<Answers>
}
