/** What the desktop hands to the system. Electron itself is stood in for: it would open programs. */

import { beforeEach, expect, it, vi } from 'vitest'
import { hostActions } from '../../../app/electron/host-actions.ts'
import { editorUrl, linkUrl } from '../../../main/system/index.ts'

const opened: string[] = []
vi.mock('electron', () => ({
  shell: { openExternal: async (url: string) => void opened.push(url) },
}))
beforeEach(() => {
  opened.length = 0
})

it.each([
  linkUrl('runpod-pods'),
  editorUrl('vscode', 'pod', '/workspace'),
  editorUrl('cursor', 'pod', '/'),
])('opens %s', async (url) => {
  expect(await hostActions().openLink(url)).toBe(true)
  expect(opened).toEqual([url])
})

it.each([
  'https://example.com/',
  'vscode://file/etc/passwd',
  'vscode://vscode-remote/ssh-remote+pod/../x',
  'file:///etc/passwd',
])('does not open %s', async (url) => {
  expect(await hostActions().openLink(url)).toBe(false)
  expect(opened).toEqual([])
})
