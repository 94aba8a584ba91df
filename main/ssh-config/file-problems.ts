/** What is wrong with a config file as a whole, in plain words. */

import type { Problem } from '../contract/methods.ts'
import { BOM } from './document.ts'
import type { ConfigRead } from './read-config-file.ts'

type Fault = 'not-a-file' | 'too-large' | 'failed' | 'include-loop' | 'bom' | 'utf16'

const WORDING: { readonly [fault in Fault]: Pick<Problem, 'severity' | 'title' | 'detail'> } = {
  'not-a-file': {
    severity: 'error',
    title: 'Not an ordinary file',
    detail:
      'A pipe or a device stands where ssh expects a config file, and ssh may wait for it without end. Move it away.',
  },
  'too-large': {
    severity: 'warning',
    title: 'Too large to be looked at',
    detail: 'The file is larger than 16 MB, so Keypilot does not read it. ssh does, slowly.',
  },
  failed: {
    severity: 'error',
    title: 'Cannot be read',
    detail: 'The system does not let this account read the file, so ssh stops before it connects.',
  },
  'include-loop': {
    severity: 'error',
    title: 'Included by itself',
    detail:
      'Its Include lines lead back to it, or go deeper than 16 files. ssh gives up with “Too many recursive configuration includes” for every host. Remove one of the Include lines.',
  },
  bom: {
    severity: 'error',
    title: 'Invisible mark at the start',
    detail:
      'The file begins with a byte order mark, which some editors add. ssh refuses the whole file because of it. Save it again as “UTF-8” (not “UTF-8 with BOM”).',
  },
  utf16: {
    severity: 'error',
    title: 'Saved as UTF-16',
    detail:
      'The file is in an encoding that ssh cannot read, as Windows PowerShell writes it with “>”. ssh refuses the whole file. Save it again as “UTF-8” (not “UTF-8 with BOM”).',
  },
}

/** ssh passes over a config that it cannot open, but not over one that another file includes. */
const INCLUDED =
  "The system does not let ssh read this file. Another config includes it, so ssh stops for every host with “Can't open user config file”. Make it readable for this account, or remove the Include line."

/** Null when the file can be read, whatever its lines say. */
export function fileProblem(
  read: ConfigRead | 'include-loop',
  kind: 'config' | 'included-config',
): Problem | null {
  const fault = read === 'include-loop' ? read : faultOf(read)
  if (fault === null) return null
  const { severity, title, detail } = WORDING[fault]
  const code = `config-${fault}`
  if (read === 'include-loop' || read.kind !== 'failed') return { code, severity, title, detail }
  const why = kind === 'included-config' ? INCLUDED : detail
  return { code, severity, title: `${title} (${read.errno})`, detail: why }
}

function faultOf(read: ConfigRead): Fault | null {
  if (read.kind === 'missing' || read.kind === 'directory') return null
  if (read.kind !== 'data') return read.kind
  const start = read.data.toString('latin1', 0, 3)
  if (start.startsWith('\xFF\xFE') || start.startsWith('\xFE\xFF')) return 'utf16'
  return start === BOM ? 'bom' : null
}
