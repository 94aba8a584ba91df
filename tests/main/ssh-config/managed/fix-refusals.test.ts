// Findings that do not fit the files any more, or that Keypilot does not repair.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConfigFinding } from '../../../../main/contract/methods.ts'
import { type EditorFolder, editorFolder, finding } from './support.ts'

let folder: EditorFolder
let found: ConfigFinding | null
beforeEach(async () => {
  found = null
  folder = await editorFolder({ findFinding: async (id) => (id === found?.id ? found : null) })
})
afterEach(() => folder.remove())

describe('refusals', () => {
  it.each([
    [
      'another line by now',
      'identity-missing',
      'Host a\n\n  IdentityFile /x\n',
      'changed-meanwhile',
    ],
    ['a file that is gone', 'identity-missing', null, 'changed-meanwhile'],
    ['an unknown fault', 'constructor', 'Host a\n', 'unsupported'],
    ['no Windows path', 'windows-path', 'Host a\n  Port 1\n', 'changed-meanwhile'],
    ['no mark', 'byte-order-mark', 'Host a\n', 'changed-meanwhile'],
    ['no such host', 'many-identities', 'Host b\n', 'changed-meanwhile'],
  ])('%s', async (_, code, text, expected) => {
    if (text !== null) await folder.write('config', text)
    found = finding(code, { file: folder.config, line: 2, alias: 'a' })
    await expect(folder.editor.planFix({ finding: code })).rejects.toMatchObject({ code: expected })
  })

  it('a finding that is gone', async () => {
    await expect(folder.editor.planFix({ finding: 'x' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('a file outside the home', async () => {
    found = finding('identity-missing', { file: '/etc/ssh/ssh_config', line: 1, alias: null })
    await expect(folder.editor.planFix({ finding: found.id })).rejects.toMatchObject({
      code: 'permission-denied',
      message: expect.stringContaining('outside your home'),
    })
  })
})
