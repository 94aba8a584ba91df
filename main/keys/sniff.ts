/** Names what a file is, or what happened to it, when it is no usable private key. From bytes alone. */

import type { KeyFormat } from '../contract/methods.ts'
import { parsePublicKeyLine } from '../public-keys/index.ts'
import { OPENSSH_BEGIN, OPENSSH_END, readEnvelope } from './formats/openssh.ts'
import { findPem } from './formats/pem.ts'
import { decodeText, isUtf16 } from './formats/text.ts'
import { cleanPrivateKeyText } from './import/clean-key-text.ts'
import type { KeyFileProblemCode } from './key-file-problems.ts'

const PRIVATE_MARK =
  /BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY|PuTTY-User-Key-File-|SSH PRIVATE KEY FILE FORMAT/
/** The start of an OpenSSH private key in base64. */
const BARE_BODY = /^\s*b3BlbnNzaC1rZXktdj/

/** Whether somebody meant this to be a private key, however damaged. */
export function looksPrivate(file: Buffer): boolean {
  const { text } = decodeText(file)
  return PRIVATE_MARK.test(text) || BARE_BODY.test(text)
}

/** The format a file claims to have; `unknown` when it is no private key. */
export function sniffFormat(file: Buffer): KeyFormat {
  const { text } = decodeText(file)
  if (text.includes('BEGIN OPENSSH PRIVATE KEY') || BARE_BODY.test(text)) return 'openssh'
  const version = /PuTTY-User-Key-File-(\d)/.exec(text)?.[1]
  if (version !== undefined) return version === '3' ? 'ppk3' : 'ppk2'
  return findPem(file)?.format ?? 'unknown'
}

/** Why OpenSSH cannot use these bytes as a private key. Call it only when it cannot. */
export function sniffProblem(file: Buffer): KeyFileProblemCode {
  const { text } = decodeText(file)
  if (text.trim() === '') return 'empty'
  if (/^PuTTY-User-Key-File-/m.test(text)) return 'putty'
  const isKey = looksPrivate(file)
  if (isKey && isUtf16(file)) return 'utf16'
  if (isKey && startsWithBom(file)) return 'bom'
  if (text.includes('SSH PRIVATE KEY FILE FORMAT')) return 'ssh1-key'
  if (text.includes(OPENSSH_BEGIN)) return opensshProblem(file, text)
  if (/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/.test(text)) return pemProblem(file, text)
  if (BARE_BODY.test(text)) return 'missing-markers'
  if (/BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/.test(text)) return 'changed-dashes'
  return otherContent(text)
}

function opensshProblem(file: Buffer, text: string): KeyFileProblemCode {
  const begin = text.indexOf(OPENSSH_BEGIN)
  const before = text.slice(0, begin)
  if (before.trim() !== '') return 'text-before-key'
  if (before.includes('\n')) return 'leading-blank-line'
  if (before !== '') return 'indented'
  const afterBegin = text.slice(OPENSSH_BEGIN.length)
  if (afterBegin.startsWith('\r\n')) return 'crlf'
  if (/^[ \t]+\r?\n/.test(afterBegin)) return 'trailing-spaces'
  const isOneLine = !afterBegin.startsWith('\n') && !/\n/.test(afterBegin.trim())
  if (isOneLine && afterBegin.trim() !== '') return 'one-line'
  const end = text.indexOf(OPENSSH_END)
  if (end < 0) return unended(file)
  if (!afterBegin.startsWith('\n')) return 'one-line'
  const lineStart = text.lastIndexOf('\n', end) + 1
  const beforeEnd = text.slice(lineStart, end)
  if (beforeEnd.trim() !== '') return 'one-line'
  if (beforeEnd !== '') return 'indented'
  const afterEnd = text.slice(end + OPENSSH_END.length)
  if (afterEnd === '') return 'no-final-newline'
  if (afterEnd.startsWith('\r\n')) return 'crlf'
  if (!afterEnd.startsWith('\n'))
    return /^[ \t]+\r?\n?/.test(afterEnd) ? 'trailing-spaces' : 'damaged'
  const result = readEnvelope(file)
  if (result.ok) return 'damaged'
  if (result.fault === 'cipher') return 'unknown-cipher'
  return result.fault === 'truncated' || result.fault === 'base64' ? 'truncated' : 'damaged'
}

function pemProblem(file: Buffer, text: string): KeyFileProblemCode {
  const pem = findPem(file)
  if (pem === null) {
    const begin = text.search(/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/)
    const before = text.slice(text.lastIndexOf('\n', begin) + 1, begin)
    if (before !== '') return before.trim() === '' ? 'indented' : 'text-before-key'
    return /-----BEGIN [A-Z ]+-----[ \t]*\S/.test(text) ? 'one-line' : 'damaged'
  }
  return pem.complete ? 'damaged' : unended(file)
}

/** Without END line: that line alone may be gone, or more. */
function unended(file: Buffer): KeyFileProblemCode {
  return cleanPrivateKeyText(file) === null ? 'truncated' : 'missing-markers'
}

function otherContent(text: string): KeyFileProblemCode {
  const trimmed = text.trim()
  if (/^---- BEGIN SSH2 PUBLIC KEY ----/m.test(trimmed)) return 'rfc4716'
  if (/-----BEGIN (?:RSA |EC )?PUBLIC KEY-----/.test(trimmed)) return 'public-key'
  if (/-----BEGIN [A-Z ]*CERTIFICATE/.test(trimmed)) return 'certificate'
  const first = trimmed.split('\n', 1)[0]?.trim() ?? ''
  if (/^\S+-cert-v01@openssh\.com\s/.test(first)) return 'certificate'
  if (parsePublicKeyLine(first) !== null || /^(?:ssh-|ecdsa-|sk-)\S+\s+AAAA/.test(first)) {
    return 'public-key'
  }
  if (
    /^(?:\d+\s+)?(?:SHA256:[A-Za-z0-9+/]{20,}|MD5:[0-9a-f]{2}:|(?:[0-9a-f]{2}:){15})/.test(first)
  ) {
    return 'fingerprint'
  }
  return /<(?:!doctype html|html|head|body)\b/i.test(trimmed) ? 'html-page' : 'not-a-key'
}

function startsWithBom(file: Buffer): boolean {
  return file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf
}
