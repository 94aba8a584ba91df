/** What the parsers read, as text: the same in every language of the system. See locale.test.ts. */

import { writeFileSync } from 'node:fs'
import { matchesHosts } from '../../main/known-hosts/matching.ts'
import { parseSddl } from '../../main/permissions/windows/sddl.ts'
import { checkPublicKeys } from '../../main/public-keys/index.ts'
import { parseSshCommand } from '../../main/ssh-command/index.ts'
import { readDirective } from '../../main/ssh-config/words.ts'
import { inputOf } from '../fuzz/engine.ts'
import { targetsIn } from '../fuzz/targets/index.ts'

const INPUTS_EACH = 60

export async function run(root: string, resultFile: string): Promise<void> {
  const lines: string[] = []
  for (const target of targetsIn(root)) {
    for (let index = 0; index < INPUTS_EACH; index++) {
      const input = inputOf(target, 1, index)
      const read = async () => target.read(input)
      const shown = await read().catch((error: unknown) => [String(error)])
      lines.push(`${target.name} ${index} ${withoutFolders(JSON.stringify(shown))}`)
    }
  }
  writeFileSync(resultFile, [...lines, ...LETTERS.map((value) => JSON.stringify(value))].join('\n'))
}

/** Folders have another name in each run. */
function withoutFolders(text: string): string {
  return text.replaceAll(/keypilot-fuzz-\w+/g, 'folder')
}

/** Where the letters i and I matter: in Turkish they are not the two cases of one letter. */
const LETTERS: readonly unknown[] = [
  readDirective('IDENTITYFILE ~/.ssh/ID'),
  readDirective('include x'),
  matchesHosts('GIT.EXAMPLE.ORG,[I.EXAMPLE]:22', 'git.example.org'),
  parseSddl('o:baD:(A;;FA;;;s-1-5-21-1)', 'S-1-5-21-1'),
  parseSddl('O:SYD:PAI(A;ID;GRGX;;;wd)', 'S-1-5-21-1'),
  parseSshCommand('SSH ROOT@SSH.RUNPOD.IO -I ID -O IDENTITIESONLY=YES'),
  parseSshCommand('ssh root@WIN.EXAMPLE.ORG -o Identityfile=~/I'),
  checkPublicKeys({ text: '---- BEGIN SSH2 PUBLIC KEY ----\nCOMMENT: I\n' }),
]
