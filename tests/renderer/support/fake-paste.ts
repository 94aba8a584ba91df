/** A small stand-in for `main/public-keys`. */

import type {
  CheckPublicKeysParams,
  Problem,
  PublicKeyEntry,
  PublicKeysReport,
} from '../../../renderer/contract.ts'
import { ED25519, PUBLIC_LINES } from './fake-data.ts'

const PRIVATE: Problem = {
  code: 'private-key',
  severity: 'error',
  title: 'This is a private key',
  detail: 'It was not kept. Make a new key, and remove the old one everywhere.',
  fix: { kind: 'ask', label: 'Make a new key', ask: 'generate-key' },
}

const FINGERPRINT: Problem = {
  code: 'fingerprint',
  severity: 'error',
  title: 'This is a fingerprint, not a key',
  detail: 'It starts with “SHA256:”. RunPod needs the whole line that starts with “ssh-ed25519”.',
}

const WRAPPED: Problem = {
  code: 'wrapped',
  severity: 'warning',
  title: 'The key was broken over two lines',
  detail: 'RunPod reads each line as a key of its own, so neither half works. Joined below.',
}

export function fakeReport(params: CheckPublicKeysParams): PublicKeysReport {
  const { text, expectedKeyId } = params
  const expected = PUBLIC_LINES[ED25519.id] ?? ''
  if (/PRIVATE KEY/.test(text))
    return report([entry(text, 'rejected', [PRIVATE])], null, expectedKeyId)
  if (/^SHA256:/.test(text))
    return report([entry(text, 'rejected', [FINGERPRINT])], null, expectedKeyId)
  const wrapped = text.replace(/\n(?!ssh-)/g, '')
  if (wrapped !== text && wrapped.includes(expected)) {
    return report([entry(expected, 'repaired', [WRAPPED])], expected, expectedKeyId)
  }
  const entries = text
    .split('\n')
    .filter((line) => line.startsWith('ssh-'))
    .map((line) => entry(line, 'ok', []))
  return report(entries, entries.length > 0 ? text.trim() : null, expectedKeyId)
}

function entry(
  text: string,
  verdict: PublicKeyEntry['verdict'],
  problems: readonly Problem[],
): PublicKeyEntry {
  const own = text.includes((PUBLIC_LINES[ED25519.id] ?? '').slice(0, 60))
  return {
    firstLine: 1,
    lastLine: verdict === 'repaired' ? 2 : 1,
    verdict,
    type: 'ed25519',
    bits: 256,
    comment: verdict === 'rejected' ? '' : (text.split(' ')[2] ?? ''),
    fingerprint:
      verdict === 'rejected'
        ? null
        : own
          ? ED25519.fingerprint
          : { sha256: 'SHA256:another', md5: 'MD5:00' },
    excerpt: /PRIVATE/.test(text) ? '' : text.slice(0, 120),
    repaired: verdict === 'rejected' ? null : text,
    problems,
  }
}

function report(
  entries: readonly PublicKeyEntry[],
  repaired: string | null,
  expectedKeyId: string | undefined,
): PublicKeysReport {
  const usable = entries.filter(({ verdict }) => verdict !== 'rejected')
  return {
    entries,
    repaired,
    ok: entries.length > 0 && entries.every(({ verdict }) => verdict === 'ok'),
    containsExpected:
      expectedKeyId === undefined
        ? null
        : usable.some(({ fingerprint }) => fingerprint?.sha256 === expectedKeyId),
    problems: [],
  }
}
