/** Causes in the person's ssh config. */

import type { Fix } from '../../contract/methods.ts'
import { quoteForShell } from '../../system/quote-for-shell.ts'
import type { Evidence } from '../facts.ts'
import { describeConfigLine } from '../stages/ssh-config.ts'
import {
  CHOOSE_KEY,
  type Diagnoses,
  EDIT_COMMAND,
  numbered,
  paragraphs,
  sentences,
  TEST_AGAIN,
} from './diagnosis.ts'

export const SEE_CONFIG =
  'On the SSH config page, “What ssh does for a host” shows which settings ssh uses, and which line says so.'

export const CONFIG_CAUSES: Diagnoses<
  | 'config-permissions'
  | 'config-broken'
  | 'config-sends-another-key'
  | 'proxy-user-missing'
  | 'proxy-suffix-missing'
> = {
  'config-permissions': {
    title: () => 'Others could change your ssh config, so ssh stops',
    explain: (evidence) =>
      sentences(
        evidence.detail,
        isAudited(evidence)
          ? `The file is ${fileOf(evidence)}.`
          : 'Until that is repaired, ssh connects to no server at all.',
        'What stands in the file is fine; only the access to it has to change.',
      ),
    fixes: (evidence) => [...faultFix(evidence), ...chmodFix(evidence), TEST_AGAIN],
  },
  'config-broken': {
    title: () => 'A line in your ssh config stops ssh',
    explain: (evidence) =>
      sentences(
        evidence.detail,
        isAudited(evidence)
          ? `The place is ${placeOf(evidence)}.`
          : 'ssh refuses the whole file because of it, and so connects to no server at all, whatever the line is about. Correct the line, or put # before it.',
        'Your key and the server have nothing to do with it.',
      ),
    fixes: (evidence) => [...faultFix(evidence), TEST_AGAIN],
  },
  'config-sends-another-key': {
    title: ({ configDifferences: [first] }) =>
      first === undefined || first.keyword === 'IdentityFile'
        ? 'Your ssh config uses a different key'
        : 'Your ssh config leads somewhere else',
    explain: (evidence) => {
      const { detail, configDifferences } = evidence
      const said = configDifferences.map((difference) => `${describeConfigLine(difference)}.`)
      const introduction = sentences(
        detail,
        `This test used the key ${evidence.key?.path ?? 'of your choice'} as ${evidence.target.user}. Your own ssh does something different:`,
      )
      return said.length === 0
        ? sentences(
            detail,
            'Your ssh config makes ssh do something different from this test.',
            SEE_CONFIG,
          )
        : paragraphs(
            numbered(introduction, said),
            'Correct what is not meant for this server in a text editor, then test again.',
          )
    },
    fixes: (evidence) => [...configEntryFix(evidence), CHOOSE_KEY, TEST_AGAIN],
  },
  'proxy-user-missing': {
    title: () => 'RunPod’s proxy needs your pod’s name, not root',
    explain: ({ detail }) =>
      sentences(
        detail,
        'There, the part before the @ says which pod you want, such as “abc123def456-64410d32”; root belongs to the other command, the one under “SSH over exposed TCP”.',
        'In the pod’s Connect tab, copy one of the two commands as a whole.',
      ),
    fixes: () => [EDIT_COMMAND, OPEN_CONNECT],
  },
  'proxy-suffix-missing': {
    title: () => 'The pod’s name for RunPod’s proxy is not complete',
    explain: ({ detail }) =>
      sentences(
        detail,
        'Those eight tell RunPod’s proxy on which machine the pod runs, as in “abc123def456-64410d32”, and they change when the pod moves. The pod’s id alone is not enough.',
        'In the pod’s Connect tab, copy the command as a whole.',
      ),
    fixes: () => [EDIT_COMMAND, OPEN_CONNECT],
  },
}

const OPEN_CONNECT: Fix = { kind: 'link', link: 'runpod-pods', label: 'Open your pods' }

/**
 * An entry of its own for this place and key, which wins over what stands further down. It bears the
 * address itself as its name, so that the plain command is put right and not only a new name.
 */
export function configEntryFix({ target, key, ownBlock }: Evidence): readonly Fix[] {
  if (key === null || target.kind === 'runpod-proxy') return []
  const { host, user, port } = target
  // An IPv6 address is no name that ssh_config takes without quotes.
  const canBearIt = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(host) && ownBlock !== 'shared'
  const alias = canBearIt
    ? host
    : `${host.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+/, '')}-${port}`
  const where = ownBlock === 'alone' ? { where: 'in-place' } : {}
  const params = { alias, hostName: host, user, port, identityFile: key.path, ...where }
  const label = 'Show the config entry that would fix it'
  return [{ kind: 'call', method: 'sshConfig.planUpsert', params, label }]
}

/** The findings of the audit say themselves what ssh does; a message of ssh's own does not. */
function isAudited({ configFault }: Evidence): boolean {
  return configFault !== undefined
}

function faultFix({ configFault }: Evidence): readonly Fix[] {
  return configFault?.fix === undefined ? [] : [configFault.fix]
}

function chmodFix({ configFault }: Evidence): readonly Fix[] {
  if (configFault === undefined || process.platform === 'win32') return []
  const text = `chmod 600 ${quoteForShell(configFault.file)}`
  return [{ kind: 'copy', text, label: 'Copy the command that repairs it' }]
}

function fileOf({ configFault }: Evidence): string {
  return configFault?.file ?? '~/.ssh/config'
}

function placeOf(evidence: Evidence): string {
  const line = evidence.configFault?.line ?? null
  return line === null ? fileOf(evidence) : `${fileOf(evidence)}, line ${line}`
}
