/** Causes on this computer: the key file. */

import type { Fix } from '../../contract/methods.ts'
import type { Evidence } from '../facts.ts'
import {
  CHOOSE_KEY,
  type Diagnoses,
  EDIT_COMMAND,
  GENERATE_KEY,
  sentences,
  TEST_AGAIN,
} from './diagnosis.ts'

export const KEY_FILE_CAUSES: Diagnoses<
  | 'no-key'
  | 'key-file-missing'
  | 'key-file-unreadable'
  | 'key-permissions'
  | 'public-key-mismatch'
  | 'passphrase-needed'
  | 'passphrase-wrong'
> = {
  'no-key': {
    title: ({ isForAgent }) =>
      isForAgent === true
        ? 'The ssh-agent cannot sign with this key'
        : 'There is no key to log in with',
    explain: (evidence) =>
      sentences(
        evidence.detail,
        evidence.isForAgent === true
          ? 'The ssh-agent is the program that holds unlocked keys, and this test was to use its copy of the key. Add the key to it, or test with the key file instead.'
          : 'A login takes a key pair: the private half stays here, the public half goes to RunPod.',
        otherKeys(evidence),
      ),
    fixes: (evidence) => {
      if (evidence.isForAgent === true) return [...addToAgent(evidence), CHOOSE_KEY, TEST_AGAIN]
      return hasOthers(evidence) ? [CHOOSE_KEY, GENERATE_KEY] : [GENERATE_KEY]
    },
  },
  'key-file-missing': {
    title: () => 'The key file is not there',
    explain: (evidence) =>
      sentences(
        evidence.detail,
        evidence.isConsolePath === true &&
          'RunPod’s website shows this path to everyone; it is an example, and your key may have another name.',
        'ssh would only warn about it and go on without the key, and then the server would refuse you or ask for a password.',
        otherKeys(evidence),
      ),
    fixes: (evidence) =>
      hasOthers(evidence)
        ? [CHOOSE_KEY, EDIT_COMMAND, GENERATE_KEY]
        : [GENERATE_KEY, CHOOSE_KEY, EDIT_COMMAND],
  },
  'key-file-unreadable': {
    title: () => 'This file cannot be used as a key',
    explain: ({ detail, problem }) =>
      sentences(
        detail,
        problem?.detail ?? '',
        'The server would refuse you without saying why, so the test stops here.',
      ),
    fixes: ({ problem, repair }) => [
      ...(repair ? [repair] : problem?.fix ? [problem.fix] : []),
      CHOOSE_KEY,
      GENERATE_KEY,
    ],
  },
  'key-permissions': {
    title: () => 'Others could read this key, so ssh ignores it',
    explain: ({ detail, repair }) =>
      sentences(
        detail,
        'A login then fails as if the server had turned you away. The key itself is fine; only the access to its file has to change.',
        repair
          ? 'Repair it here, or run the line below in a terminal on this computer; then test again.'
          : 'Run the line below in a terminal on this computer, then test again.',
      ),
    fixes: (evidence) => [...repairFix(evidence), TEST_AGAIN, CHOOSE_KEY],
  },
  'public-key-mismatch': {
    title: () => 'The .pub file belongs to another key',
    explain: ({ detail, repair }) =>
      sentences(
        detail,
        'ssh looks at the .pub file first and offers that key to the server, but can only sign with the private one, so the login fails although the private key may be the right one.',
        repair
          ? 'Write the right .pub file here, or set the wrong one aside with the line below in a terminal on this computer. Nothing is lost either way.'
          : 'Rename the .pub file, with the line below in a terminal on this computer: nothing is lost, and ssh then takes the public half from the private key.',
      ),
    fixes: (evidence) => [...repairFix(evidence), TEST_AGAIN, CHOOSE_KEY],
  },
  'passphrase-needed': {
    title: () => 'The key is locked with a passphrase',
    explain: ({ detail }) =>
      sentences(
        detail,
        'Enter the passphrase you chose when the key was made. It unlocks the key on this computer for this test; it is not stored and not sent anywhere. The ssh-agent can hold the unlocked key instead, so that you are not asked every time.',
      ),
    fixes: (evidence) => [
      { kind: 'ask', ask: 'passphrase', label: 'Enter the passphrase' },
      ...addToAgent(evidence),
      CHOOSE_KEY,
    ],
  },
  'passphrase-wrong': {
    title: () => 'That passphrase does not fit',
    explain: ({ detail }) =>
      sentences(
        detail,
        'Look at Caps Lock and the keyboard layout, then try again. A forgotten passphrase cannot be recovered by anyone; if it is lost, make a new key pair.',
      ),
    fixes: () => [
      { kind: 'ask', ask: 'passphrase', label: 'Enter the passphrase again' },
      CHOOSE_KEY,
      GENERATE_KEY,
    ],
  },
}

function repairFix({ repair, fixCommand }: Evidence): readonly Fix[] {
  const label = 'Copy the command that repairs it'
  const copy = fixCommand === undefined ? [] : [{ kind: 'copy', text: fixCommand, label } as const]
  return [...(repair ? [repair] : []), ...copy]
}

/** The host asks for the passphrase where the key has one. */
function addToAgent({ key }: Evidence): readonly Fix[] {
  if (key === null || key.id === null) return []
  const label = 'Add the key to the ssh-agent'
  return [{ kind: 'call', method: 'agent.add', params: { id: key.id }, label }]
}

function hasOthers({ otherKeys: names = [] }: Evidence): boolean {
  return names.length > 0
}

function otherKeys({ otherKeys: names = [] }: Evidence): string {
  if (names.length === 0) return ''
  const shown = names.slice(0, 5).join(', ')
  return `The ssh folder does have: ${shown}${names.length > 5 ? ' and more' : ''}.`
}
