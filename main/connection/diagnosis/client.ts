/** Causes that only the person's own ssh shows. */

import type { Evidence } from '../facts.ts'
import { configEntryFix, SEE_CONFIG } from './config.ts'
import { CHOOSE_KEY, type Diagnoses, paragraphs, sentences, TEST_AGAIN } from './diagnosis.ts'

export const CLIENT_CAUSES: Diagnoses<'client-disagrees' | 'client-cannot-start'> = {
  'client-disagrees': {
    title: () => 'Keypilot gets in, but your own ssh does not',
    explain: (evidence) =>
      paragraphs(
        sentences(
          evidence.detail,
          'The key and the server are in order: Keypilot’s own test logged in. So the reason is in how ssh is set up on this computer.',
          SEE_CONFIG,
        ),
        ...saidBy(evidence),
      ),
    fixes: (evidence) => [...configEntryFix(evidence), TEST_AGAIN, CHOOSE_KEY],
  },
  'client-cannot-start': {
    title: () => 'The ssh program of this computer does not run',
    explain: (evidence) =>
      paragraphs(
        sentences(
          evidence.detail,
          'The key and the server are in order: Keypilot’s own test logged in. But the program that a terminal or VS Code would use cannot be started.',
          process.platform === 'win32'
            ? 'Open Windows’ Settings, search for “Optional features”, and remove and add OpenSSH Client there. Then test again.'
            : 'Install the OpenSSH client again, then test again.',
        ),
        ...saidBy(evidence),
      ),
    fixes: () =>
      process.platform === 'win32'
        ? [{ kind: 'link', link: 'openssh-windows', label: 'How to install OpenSSH' }, TEST_AGAIN]
        : [TEST_AGAIN],
  },
}

const MAX_LINES = 6

/** The last lines hold the error; what comes before are greetings and warnings. */
function saidBy({ client }: Evidence): readonly string[] {
  const lines = (client?.lines ?? []).filter((line) => line.trim() !== '').slice(-MAX_LINES)
  return lines.length === 0 ? [] : [`ssh said: “${lines.join(' / ')}”.`]
}
