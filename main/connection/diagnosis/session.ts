/** Causes after the server let the person in, and those that fit nowhere else. */

import {
  CHOOSE_KEY,
  type Diagnoses,
  EDIT_COMMAND,
  OPEN_PODS,
  sentences,
  TEST_AGAIN,
} from './diagnosis.ts'

export const SESSION_CAUSES: Diagnoses<
  | 'no-session'
  | 'session-timeout'
  | 'container-not-found'
  | 'connection-lost'
  | 'cancelled'
  | 'unexpected'
> = {
  'no-session': {
    title: () => 'The login works, but opens nothing',
    explain: ({ detail }) =>
      sentences(
        'The server accepted the key and then gave no session.',
        detail,
        'The account may be meant for something else than logging in, or be without a shell.',
      ),
    fixes: () => [EDIT_COMMAND, TEST_AGAIN],
  },
  'session-timeout': {
    title: () => 'The login works, but nothing answers',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The key is accepted. The pod may be overloaded, or a file that runs at login never ends.',
      ),
    fixes: () => [TEST_AGAIN, OPEN_PODS],
  },
  'container-not-found': {
    title: () => 'The key is fine, but the pod was not found',
    explain: ({ detail, target }) =>
      sentences(
        detail,
        `“${target.user}” stands for a pod on a certain machine. Either the pod was moved or made anew, and its name has changed, or it is not running yet.`,
        'Look at the pod in RunPod’s console: when it runs, copy the command from its Connect tab again.',
      ),
    fixes: () => [OPEN_PODS, EDIT_COMMAND, TEST_AGAIN],
  },
  'connection-lost': {
    title: () => 'The connection broke off',
    explain: ({ detail }) =>
      sentences(
        detail,
        'The pod may just have been stopped, or the network dropped out. Test again.',
      ),
    fixes: () => [TEST_AGAIN, OPEN_PODS],
  },
  cancelled: {
    title: () => 'Stopped',
    explain: () => 'The test was stopped at your request. Nothing was changed.',
    fixes: () => [TEST_AGAIN],
  },
  unexpected: {
    title: () => 'Something unusual happened',
    explain: ({ detail }) =>
      sentences(
        detail,
        'Keypilot has no name for this. The stages show how far the connection came.',
      ),
    fixes: () => [TEST_AGAIN, CHOOSE_KEY],
  },
}
