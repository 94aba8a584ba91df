/** A small stand-in for `main/keys/import`: it knows sources by a few words of their text. */

import type { ImportPreview, ImportSource, KeyPair, Problem } from '../../../renderer/contract.ts'
import type { Answers } from './fake-bridge.ts'
import { ED25519 } from './fake-data.ts'
import { type FakeHost, type FakeKeys, openKey, takenNames } from './fake-keys.ts'
import { FakeProblem } from './fake-problem.ts'

const ID = 'SHA256:imp0rtedKeyOfTheFakeHost000000000000000000'

const PLAIN: ImportPreview = {
  kind: 'pair',
  format: 'openssh',
  type: 'ed25519',
  bits: 256,
  comment: 'grace@desktop',
  fingerprint: { sha256: ID, md5: 'MD5:10:20:30:40:50:60:70:80:90:a0:b0:c0:d0:e0:f0:01' },
  encrypted: false,
  suggestedName: 'id_ed25519_grace',
  existing: null,
  problems: [],
}

/** `PuTTY` and `ENCRYPTED` in the text (or the path) stand for such files, `CRLF` for damage. */
function look(source: ImportSource, state: FakeKeys): ImportPreview {
  const text = source.text ?? source.path ?? ''
  if (/hello/.test(text)) {
    throw new FakeProblem(
      'unreadable',
      'This is no key that Keypilot knows. A private key starts with “-----BEGIN”, a PuTTY key with “PuTTY-User-Key-File”.',
    )
  }
  const isPublic = text.startsWith('ssh-')
  const known = text.includes('SAME') ? state.list[0] : undefined
  return {
    ...PLAIN,
    ...(isPublic && { kind: 'public-only', format: 'openssh-public' }),
    ...(/PuTTY|\.ppk/.test(text) && { format: 'ppk3', type: 'rsa', bits: 3072 }),
    encrypted: /ENCRYPTED|locked/.test(text),
    existing: known ? { name: known.name, path: known.privateKeyPath ?? '' } : null,
    problems: [...(text.includes('\r') ? [CRLF] : []), ...(isPublic ? [PUBLIC_ONLY] : [])],
  }
}

const CRLF: Problem = {
  code: 'crlf',
  severity: 'warning',
  title: 'The lines end as on Windows',
  detail: 'OpenSSH refuses such a private key. The imported copy gets the right endings.',
}

const PUBLIC_ONLY: Problem = {
  code: 'public-only',
  severity: 'info',
  title: 'This is only the public half',
  detail: 'Nobody can log in with a public key alone.',
}

export function fakeImport(
  state: FakeKeys,
  host: FakeHost,
): Pick<Answers, 'keys.inspectImport' | 'keys.import'> {
  return {
    'keys.inspectImport': async (params, callId) => {
      const preview = look(params, state)
      if (!preview.encrypted) return preview
      if (params.passphrase === undefined) {
        return { ...preview, kind: 'locked', fingerprint: null, comment: '' }
      }
      await host.work(callId, 'Trying the passphrase…')
      openKey(preview, params.passphrase)
      return preview
    },
    'keys.import': async (params, callId) => {
      const preview = look(params, state)
      openKey(preview, params.passphrase)
      if (takenNames(state).includes(params.name)) {
        throw new FakeProblem('already-exists', `There is already a file “${params.name}”.`)
      }
      await host.work(callId, 'Writing the pair…')
      const path = `/home/ada/.ssh/${params.name}`
      const made: KeyPair = {
        ...ED25519,
        id: ID,
        name: params.name,
        type: preview.type,
        bits: preview.bits,
        comment: params.comment ?? preview.comment,
        fingerprint: preview.fingerprint,
        encrypted: preview.encrypted && params.protect !== 'none',
        privateKeyPath: preview.kind === 'public-only' ? null : path,
        publicKeyPath: `${path}.pub`,
        pair: preview.kind === 'public-only' ? 'public-only' : 'matched',
        uses: [],
      }
      state.replace(null, made)
      return made
    },
  }
}
