/** Public and private keys, in every format that is read. */

import { diagnoseBytes } from '../../../main/keys/diagnose.ts'
import { DerError, DerReader } from '../../../main/keys/formats/der.ts'
import { materialOf } from '../../../main/keys/formats/jwk.ts'
import { readEnvelope, readPrivateSection } from '../../../main/keys/formats/openssh.ts'
import { findPem, looksWhole, openPem } from '../../../main/keys/formats/pem.ts'
import { commentOf, findPpk, readPpk, readPpkPrivate } from '../../../main/keys/formats/ppk.ts'
import { isTooCostly, openPpk } from '../../../main/keys/formats/ppk-open.ts'
import { readRfc4716 } from '../../../main/keys/formats/rfc4716.ts'
import { decodeText } from '../../../main/keys/formats/text.ts'
import { recognise } from '../../../main/keys/import/recognise.ts'
import { looksPrivate, sniffFormat, sniffProblem } from '../../../main/keys/sniff.ts'
import {
  checkPublicKeys,
  keyOfCertificate,
  parsePublicKeyBlob,
  parsePublicKeyLine,
  randomart,
  splitCertificate,
} from '../../../main/public-keys/index.ts'
import { fail, type Shown, type Target, textsOf, type Vectors } from '../target.ts'

const MARKS = [
  ...['-----BEGIN OPENSSH PRIVATE KEY-----\n', '-----END OPENSSH PRIVATE KEY-----\n'],
  ...['-----BEGIN RSA PRIVATE KEY-----\n', '-----BEGIN ENCRYPTED PRIVATE KEY-----\n'],
  ...['-----END PRIVATE KEY-----', 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n'],
  ...['PuTTY-User-Key-File-3: ssh-ed25519\n', '---- BEGIN SSH2 PUBLIC KEY ----\n'],
  ...['b3BlbnNzaC1rZXktdjEA', 'BEGIN ', 'MIIE', '=', '\\\n', 'Comment: a\\\n'],
]
const PUBLIC_WORDS = [
  ...['ssh-ed25519 ', 'ssh-rsa ', 'ecdsa-sha2-nistp256 ', 'sk-ssh-ed25519@openssh.com '],
  ...['AAAAC3NzaC1lZDI1NTE5AAAAI', 'AAAAB3NzaC1yc2E', 'no-pty,command="', 'from="*" ', 'SHA256:'],
  ...['export PUBLIC_KEY="', '\\n', '&quot;', '“', '"', ' >> ~/.ssh/authorized_keys', '- ', '> '],
]
const PPK_WORDS = [
  ...['PuTTY-User-Key-File-2: ', 'Encryption: aes256-cbc\n', 'Comment: ', 'Public-Lines: 2\n'],
  ...['Key-Derivation: Argon2id\n', 'Argon2-Memory: 8192\n', 'Argon2-Salt: 00ff\n'],
  ...['Private-Lines: 1\n', 'Private-MAC: 00\n'],
]

export function keyTargets(vector: Vectors): readonly Target[] {
  return [...publicTargets(vector), ...privateTargets(vector)]
}

function publicTargets(vector: Vectors): readonly Target[] {
  const files = [
    ...['ed25519.pub', 'rsa-3072.pub', 'ecdsa-256.pub', 'ed25519-cert.pub', 'dsa-1024.pub'],
    ...['rsa-3072.rfc4716', 'rsa-3072.spki.pem', 'rsa-3072.pkcs1.pem', 'ed25519.puttygen.pub'],
    ...['ssh-keygen-session.txt', 'ed25519.randomart.txt', 'rsa-3072.ppk-public-part'],
  ].map((name) => vector(`public-keys/${name}`))
  const blobs = files
    .slice(0, 4)
    .map((file) => Buffer.from(String(file).split(' ')[1] ?? '', 'base64'))
  const pasted = { samples: files, tokens: [...PUBLIC_WORDS, ...MARKS], read: readPasted }
  const lines = { samples: [...blobs, ...files.slice(0, 5)], tokens: PUBLIC_WORDS.slice(0, 6) }
  return [
    { name: 'public keys, pasted', ...pasted },
    { name: 'public keys, lines and blobs', ...lines, read: readBlob },
  ]
}

function privateTargets(vector: Vectors): readonly Target[] {
  const files = [
    ...['ed25519', 'ed25519-chacha20', 'ecdsa256-sec1', 'ecdsa521-aes256-gcm'],
    ...['ecdsa384-pkcs8-encrypted', 'rsa2048-pkcs1-encrypted', 'rsa2048-aes128-cbc'],
    ...['import/plain.pkcs8.pem', 'import/plain.sec1.pem', 'import/with-parameters.pem'],
    ...['import/refused/dsa.openssh', 'import/refused/ed448.pem', 'import/refused/sshcom'],
    ...['ed25519.pub', 'rsa2048-aes128-cbc.pub'],
  ].map((name) => vector(`keys/${name}`))
  const ppks = ['plain.ppk', 'encrypted3.ppk', 'refused/certificate.ppk', 'refused/dsa.ppk'].map(
    (name) => vector(`keys/import/${name}`),
  )
  const whole = { samples: files, tokens: MARKS, mayRefuse: true, read: readPrivateFile }
  const inside = {
    samples: files.slice(0, 2).flatMap(insideOfOpenssh),
    tokens: ['ssh-ed25519', 'ssh-rsa', 'none', 'bcrypt', 'aes256-ctr', '\x00\x00\x00\x07'],
  }
  const der = {
    samples: files.slice(2, 10).flatMap(insideOfPem),
    tokens: ['\x30\x82', '\x02\x01', '\x04\x20', '\x06\x09', '\x30\x80'],
  }
  return [
    { name: 'private keys, files', ...whole },
    { name: 'private keys, OpenSSH’s numbers', ...inside, read: readInside },
    { name: 'private keys, DER', ...der, read: readDer },
    { name: 'PuTTY keys', samples: ppks, tokens: PPK_WORDS, mayRefuse: true, read: readPutty },
  ]
}

function readPasted(input: Buffer): Shown {
  const report = checkPublicKeys({ text: input.toString('utf8') })
  for (const { repaired, verdict } of report.entries) {
    if (repaired !== null && /[\r\n]/.test(repaired)) fail('a repaired key has two lines')
    if (verdict === 'repaired' && repaired === null) fail('a repaired key has no line')
  }
  const entries = report.entries.flatMap(({ problems, excerpt, comment }) => [
    ...textsOf(problems),
    ...[excerpt, comment],
  ])
  return [...textsOf(report.problems), ...entries]
}

function readBlob(input: Buffer): Shown {
  const key = parsePublicKeyBlob(input) ?? parsePublicKeyLine(input.toString('utf8'))
  splitCertificate(input)
  const certified = keyOfCertificate(input)
  if (key !== null) randomart(key)
  if (certified !== null) randomart(certified)
  return []
}

/** Half of them strictly, as ssh reads a file, and half leniently, as it is imported: OpenSSL is slow. */
async function readPrivateFile(input: Buffer): Promise<Shown> {
  if (input.length % 2 === 0) {
    recognise(input)
    return []
  }
  const diagnosis = await diagnoseBytes(input)
  looksPrivate(input)
  sniffFormat(input)
  readRfc4716(decodeText(input).text)
  if (diagnosis.state !== 'usable') sniffProblem(input)
  return diagnosis.state === 'unusable' ? textsOf([diagnosis.problem]) : []
}

function insideOfOpenssh(file: Buffer): readonly Buffer[] {
  const body = String(file).replaceAll(/-----[^-]*-----|\s/g, '')
  const result = readEnvelope(file)
  const sealed = result.ok ? [Buffer.concat([Buffer.from([0]), result.envelope.sealed])] : []
  return [Buffer.concat([Buffer.from([1]), Buffer.from(body, 'base64')]), ...sealed]
}

/** The first byte says which of the two layers follows: then a change reaches fields, not base64. */
function readInside(input: Buffer): Shown {
  const rest = input.subarray(1)
  if (((input[0] ?? 0) & 1) === 0) {
    readPrivateSection(rest)
    return []
  }
  const body = rest.toString('base64').replaceAll(/(.{70})/g, '$1\n')
  const file = `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`
  const result = readEnvelope(Buffer.from(file))
  if (result.ok) readPrivateSection(result.envelope.sealed)
  return []
}

const DER_LABELS = ['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'PRIVATE KEY', 'ENCRYPTED PRIVATE KEY']

function insideOfPem(file: Buffer): readonly Buffer[] {
  const pem = findPem(file)
  if (pem === null) return []
  const label = Buffer.from([DER_LABELS.indexOf(pem.label)])
  const body = pem.text.replaceAll(/-----[^-]*-----|^.*:.*$|\s/gm, '')
  return [Buffer.concat([label, Buffer.from(body, 'base64')])]
}

/** Up to the derivation of a key from a passphrase, which takes its time by design. */
function readDer(input: Buffer): Shown {
  walk(new DerReader(input.subarray(1)), 0)
  const label = DER_LABELS[(input[0] ?? 0) & 3]
  const body = input
    .subarray(1)
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n')
  const file = Buffer.from(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`)
  const pem = findPem(file)
  const opened = pem === null || !looksWhole(pem) || pem.encrypted ? null : openPem(pem, undefined)
  if (opened?.ok === true) materialOf(opened.key)
  return []
}

function walk(reader: DerReader, depth: number): void {
  try {
    for (let count = 0; count < 40; count++) {
      if (reader.nextIs('sequence') && depth < 40) walk(reader.sequence(), depth + 1)
      else if (reader.nextIs('integer')) reader.integer()
      else if (reader.nextIs('oid')) reader.oid()
      else reader.octets()
    }
  } catch (error) {
    if (!(error instanceof DerError)) throw error
  }
}

/** Encrypted ones up to the derivation of the key. */
function readPutty(input: Buffer): Shown {
  const text = findPpk(input)
  const result = text === null ? null : readPpk(text)
  if (result?.ok === true) {
    const { ppk } = result
    commentOf(ppk)
    readPpkPrivate(ppk.algorithm, ppk.privateBlob)
    if (ppk.argon2 !== null) isTooCostly(ppk.argon2)
    if (ppk.encryption === 'none') openPpk(ppk, undefined)
  }
  recognise(input)
  return []
}
