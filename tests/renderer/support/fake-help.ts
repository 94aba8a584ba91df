/** A help of a few entries; what the real one holds is tested with the services. */

import type { Help } from '../../../main/contract/methods.ts'
import { searchHelp } from '../../../main/help/search.ts'

const HELP: Help = {
  parts: [
    {
      title: 'Logging in',
      entries: [
        {
          code: 'key-not-accepted',
          title: 'The pod refused this key',
          readings: [
            {
              kinds: ['runpod-direct'],
              explanation: 'What to check:\n1. The key was added later.\n2. It was pasted wrongly.',
              fixes: [
                { label: 'Check what was pasted into RunPod', kind: 'offered' },
                { label: 'Open RunPod settings', kind: 'link', link: 'runpod-settings' },
              ],
            },
            { kinds: ['generic'], explanation: 'The key is not on the server.', fixes: [] },
          ],
          said: ['root@203.0.113.7: Permission denied (publickey).'],
        },
      ],
    },
    {
      title: 'After the login',
      entries: [
        {
          code: 'sftp-missing',
          title: 'You can log in, but not copy files',
          readings: [
            {
              kinds: [],
              explanation: 'The server offers no sftp.',
              fixes: [{ label: 'Copy the line', kind: 'copy', text: 'apt-get install sftp' }],
            },
          ],
          said: [],
        },
      ],
    },
  ],
  words: [{ word: 'fingerprint', meaning: 'A short name for a key.' }],
}

export const fakeHelp = {
  'help.read': () => HELP,
  'help.search': ({ text }: { readonly text: string }) =>
    searchHelp(HELP, text, (said) => (said.includes('denied') ? 'key-not-accepted' : null)),
}
