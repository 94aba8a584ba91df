import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from '../../../app/electron/menu.ts'
import type { LinkId } from '../../../main/contract/methods.ts'

const opened: (LinkId | 'log')[] = []
const actions = {
  openLink: (link: LinkId) => {
    opened.push(link)
  },
  showLog: () => {
    opened.push('log')
  },
}

const rolesOf = (items: readonly MenuItemConstructorOptions[]): string[] =>
  items.flatMap((item) => [
    ...(item.role === undefined ? [] : [item.role]),
    ...(Array.isArray(item.submenu) ? rolesOf(item.submenu) : []),
  ])

describe('the menu', () => {
  it("has the platform's own menus, and the app's only on macOS", () => {
    const roles = (platform: NodeJS.Platform) =>
      rolesOf(menuTemplate({ platform, packaged: true, actions }))
    expect(roles('darwin')).toEqual(
      expect.arrayContaining(['appMenu', 'editMenu', 'windowMenu', 'help']),
    )
    expect(roles('linux')).toEqual(
      expect.arrayContaining(['fileMenu', 'editMenu', 'windowMenu', 'help']),
    )
    expect(roles('win32')).not.toContain('appMenu')
    expect(roles('win32')).toContain('about')
    expect(roles('darwin')).not.toContain('about')
  })

  it('has developer tools only while developing', () => {
    const roles = (packaged: boolean) =>
      rolesOf(menuTemplate({ platform: 'linux', packaged, actions }))
    expect(roles(false)).toContain('toggleDevTools')
    expect(roles(true)).not.toContain('toggleDevTools')
    expect(roles(true)).not.toContain('reload')
  })

  it('helps by ids, not by addresses', () => {
    const help = menuTemplate({ platform: 'linux', packaged: true, actions }).at(-1)
    for (const item of Array.isArray(help?.submenu) ? help.submenu : []) {
      ;(item.click as (() => void) | undefined)?.()
    }
    expect(opened).toEqual(['runpod-ssh-docs', 'runpod-settings', 'project', 'log'])
  })
})
