import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { schemas } from '../../../main/contract/schemas.ts'
import { editorUrl, linkUrl, mayOpen } from '../../../main/system/links.ts'

const IDS = [
  'runpod-settings',
  'runpod-pods',
  'runpod-serverless',
  'runpod-ssh-docs',
  'openssh-windows',
  'project',
  'releases',
] as const

test.each(IDS)('%s is a page over https, without credentials or parameters', (link) => {
  expect(mayOpen(linkUrl(link))).toBe(true)
  expect(schemas['system.openLink'].safeParse({ link }).success).toBe(true)
  const url = new URL(linkUrl(link))
  expect(url).toMatchObject({
    protocol: 'https:',
    username: '',
    password: '',
    search: '',
    port: '',
  })
  expect(['console.runpod.io', 'docs.runpod.io', 'learn.microsoft.com', 'github.com']).toContain(
    url.hostname,
  )
})

describe('an editor’s address', () => {
  test.each([
    ['vscode', 'pod', '/workspace', 'vscode://vscode-remote/ssh-remote+pod/workspace'],
    ['cursor', 'runpod-a.b_c', '/', 'cursor://vscode-remote/ssh-remote+runpod-a.b_c/'],
    ['windsurf', 'p', '/a b/%/ü', 'windsurf://vscode-remote/ssh-remote+p/a%20b/%25/%C3%BC'],
    ['vscode-insiders', 'p', '/x/../y', 'vscode-insiders://vscode-remote/ssh-remote+p/y'],
    ['vscode', 'p', '/../../other', 'vscode://vscode-remote/ssh-remote+p/other'],
    ['vscode', 'p', '/a?b=c#d', 'vscode://vscode-remote/ssh-remote+p/a%3Fb%3Dc%23d'],
  ] as const)('%s, %s, %s', (editor, alias, folder, url) => {
    expect(editorUrl(editor, alias, folder)).toBe(url)
    expect(mayOpen(url)).toBe(true)
  })

  test.each(['', '-oProxyCommand', 'a/b', 'a b', 'a%2Fb', 'ü', 'a+b', '.', '*', 'a\n'])(
    'is not made for the name %j',
    (alias) => {
      expect(() => editorUrl('vscode', alias, '/')).toThrow()
    },
  )

  test('whatever the folder is, the host stays the one that was named', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (folder) => {
        const url = editorUrl('vscode', 'pod', folder)
        expect(mayOpen(url)).toBe(true)
        const parsed = new URL(url)
        expect([parsed.host, parsed.search, parsed.hash]).toEqual(['vscode-remote', '', ''])
        expect(parsed.pathname).toMatch(/^\/ssh-remote\+pod\//)
      }),
      { numRuns: 300 },
    )
  })
})

test.each([
  'https://example.com/',
  'https://console.runpod.io/pods?x',
  'http://console.runpod.io/pods',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'vscode://file/etc/passwd',
  'vscode://vscode-remote/wsl+ubuntu/',
  'vscode://vscode-remote/ssh-remote+pod',
  'vscode://vscode-remote/ssh-remote+pod/../wsl+ubuntu/x',
  'vscode://vscode-remote/ssh-remote+pod/%2E%2E/x',
  'vscode://vscode-remote/ssh-remote+pod/x?windowId=_blank',
  'vscode://vscode-remote/ssh-remote+pod/x\n',
  'vscode://vscode-remote/ssh-remote+-x/y',
  'code://vscode-remote/ssh-remote+pod/x',
  'xvscode://vscode-remote/ssh-remote+pod/x',
])('no host opens %s', (url) => {
  expect(mayOpen(url)).toBe(false)
})
