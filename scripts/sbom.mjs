/**
 * Writes out/sbom.cdx.json: every package of the production tree and Electron, as CycloneDX.
 * npm reads what is installed and the lockfile, so no network is needed.
 * Usage: node scripts/sbom.mjs [file]
 */

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { npm, root } from './lib/dependencies.mjs'

const ANSWER_LIMIT_MS = 2 * 60_000
const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024

const file = resolve(process.argv[2] ?? join(root, 'out/sbom.cdx.json'))
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))

const bill = billOfMaterials()
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`)
console.log(`${file}: ${bill.components.length} packages`)

function billOfMaterials() {
  const bill = askNpm()
  // npm takes the name from the folder that the checkout happens to stand in.
  bill.metadata.component.name = lock.name
  for (const component of bill.components) component.licenses ??= licensesOf(component.name)
  bill.components.push(electron())
  bill.dependencies.push({ ref: electron()['bom-ref'], dependsOn: [] })
  // A time and a random number would make two lists of one commit differ.
  delete bill.metadata.timestamp
  delete bill.serialNumber
  bill.serialNumber = `urn:uuid:${uuidOf(JSON.stringify(bill))}`
  return bill
}

function askNpm() {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--omit', 'dev']
  const { status, stdout, stderr, error } = npm(args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: ANSWER_LIMIT_MS,
    maxBuffer: ANSWER_LIMIT_BYTES,
  })
  if (status === 0) return JSON.parse(stdout)
  console.error(`npm sbom failed: ${error?.message ?? stderr.trim()}`)
  console.error('It needs npm 10 or newer and the packages that "npm ci" installs.')
  process.exit(1)
}

/** npm 10 does not know the list by which older packages name their licence. */
function licensesOf(name) {
  const file = join(root, 'node_modules', name, 'package.json')
  const { licenses = [] } = JSON.parse(readFileSync(file, 'utf8'))
  return licenses.map(({ type }) => ({ license: { id: type } }))
}

/** A development dependency to npm, but it is what a package of Keypilot runs on. */
function electron() {
  const { version, integrity, license } = lock.packages['node_modules/electron']
  return {
    'bom-ref': `electron@${version}`,
    type: 'framework',
    name: 'electron',
    version,
    scope: 'required',
    description: 'The runtime of the desktop app, with Chromium and Node of its own',
    purl: `pkg:npm/electron@${version}`,
    hashes: [
      {
        alg: 'SHA-512',
        content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex'),
      },
    ],
    licenses: [{ license: { id: license } }],
  }
}

/** A version 8 UUID (RFC 9562, section 5.8) of the text's SHA-256. */
function uuidOf(text) {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16)
  bytes[6] = (bytes[6] & 0x0f) | 0x80
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
