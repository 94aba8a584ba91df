/** Ssh folders that changes begin with. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type SceneName = 'nothing' | 'managed' | 'made' | 'hand-written'

const ENTRY = 'Host pod\n    HostName 198.51.100.7\n    User root\n    Port 22061\n'
const OWN = 'Host a\r\n  User x\r\nHost pod\r\n  IdentityFile /gone\r\n  HostName h\r\n\r\nHost *'

/** Relative Include lines: for Keypilot, they lie in the ssh folder wherever that is. */
export async function writeScene(sshDir: string, name: SceneName): Promise<void> {
  const files: { readonly [name in SceneName]: { readonly [file: string]: string } } = {
    nothing: {},
    managed: {
      config: `Include keypilot.conf\n${OWN.replace('Host pod', 'Host b')}`,
      'keypilot.conf': ENTRY,
    },
    made: {
      config: 'Include keypilot.conf\n',
      'keypilot.conf': `# Keypilot also made the file "config".\n${ENTRY}`,
    },
    'hand-written': { config: OWN },
  }
  for (const [file, text] of Object.entries(files[name])) {
    await writeFile(join(sshDir, file), text, { mode: 0o600 })
  }
}
