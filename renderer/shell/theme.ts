/** Light, dark, or as the system says. */

import type { Theme } from '../contract.ts'

const THEME_KEY = 'keypilot-theme'

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

/** The desktop app's window has its theme before the page is loaded, and a copy would be waited for. */
const needsCopy = () => window.keypilot === undefined

/** The settings hold the theme; this copy only avoids a flash of the other one while they load. */
export function rememberTheme(theme: Theme): void {
  if (!needsCopy()) return
  try {
    localStorage.setItem(THEME_KEY, theme)
  } catch {
    // A browser that keeps nothing: the flash stays.
  }
}

export function rememberedTheme(): Theme {
  if (!needsCopy()) return 'system'
  try {
    const theme = localStorage.getItem(THEME_KEY)
    return theme === 'light' || theme === 'dark' ? theme : 'system'
  } catch {
    return 'system'
  }
}
