/** A small stand-in for `main/agent`. */

import type { Answers } from './fake-bridge.ts'
import { type FakeHost, type FakeKeys, openKey } from './fake-keys.ts'
import { FakeProblem } from './fake-problem.ts'

export function fakeAgent(
  state: FakeKeys,
  host: FakeHost,
): Pick<Answers, 'agent.list' | 'agent.add' | 'agent.remove'> {
  return {
    'agent.list': () => state.agent,
    'agent.add': async (params, callId) => {
      const key = state.find(params)
      openKey(key, params.passphrase)
      await host.work(callId, 'Unlocking the key…')
      const identity = {
        id: key.id,
        type: key.type,
        bits: key.bits,
        comment: key.comment,
        fingerprint: key.fingerprint ?? { sha256: key.id, md5: '' },
        certificate: false,
      }
      state.agent = { ...state.agent, identities: [...state.agent.identities, identity] }
      state.use(key, [...key.uses, { kind: 'agent' }])
      host.changed()
      return state.agent
    },
    'agent.remove': ({ id }) => {
      const identities = state.agent.identities.filter((identity) => identity.id !== id)
      if (identities.length === state.agent.identities.length) {
        throw new FakeProblem('not-found', 'The ssh-agent does not hold this key any more.')
      }
      state.agent = { ...state.agent, identities }
      for (const key of state.list.filter((one) => one.id === id)) {
        state.use(
          key,
          key.uses.filter(({ kind }) => kind !== 'agent'),
        )
      }
      host.changed()
      return state.agent
    },
  }
}
