/**
 * Remembers where the window was, and puts it back only where a display can show it. Remembers the
 * theme as well: the window is drawn in it before the settings are read.
 */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Rectangle } from 'electron'
import type { Theme } from '../../main/contract/methods.ts'

export const MIN_WIDTH = 720
export const MIN_HEIGHT = 560
const DEFAULT_SIZE = { width: 1080, height: 760 }
/** So much of the window's top must be on a display that it can be grabbed and moved. */
const GRABBABLE = { width: 120, height: 40 }
/** No display reaches further. A file with larger numbers is damaged; they would make a vast window. */
const MAX_COORDINATE = 32_767

const THEMES: readonly unknown[] = ['system', 'light', 'dark'] satisfies readonly Theme[]

export interface WindowState {
  readonly bounds: Rectangle | { readonly width: number; readonly height: number }
  readonly maximized: boolean
  readonly theme: Theme
}

/** What the file holds. */
type SavedState = WindowState & { readonly bounds: Rectangle }

const DEFAULT_STATE: WindowState = { bounds: DEFAULT_SIZE, maximized: false, theme: 'system' }

/** `workAreas`: the displays' rectangles without task bars. A missing or broken file gives the default. */
export function restoreWindowState(file: string, workAreas: readonly Rectangle[]): WindowState {
  const saved = readState(file)
  if (saved === null) return DEFAULT_STATE
  const bounds = {
    ...saved.bounds,
    width: Math.max(saved.bounds.width, MIN_WIDTH),
    height: Math.max(saved.bounds.height, MIN_HEIGHT),
  }
  const visible = workAreas.some((area) => canGrab(bounds, area))
  return { ...saved, bounds: visible ? bounds : DEFAULT_SIZE }
}

/** Synchronous, because it runs while the window closes. A failure only costs the remembered place. */
export function saveWindowState(file: string, { bounds, ...state }: SavedState): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.tmp`, JSON.stringify({ ...bounds, ...state }), { mode: 0o600 })
    renameSync(`${file}.tmp`, file)
  } catch {
    // A full or read-only disk: the next start uses the default size.
  }
}

function readState(file: string): SavedState | null {
  try {
    const { x, y, width, height, maximized, theme } = JSON.parse(readFileSync(file, 'utf8'))
    const numbers = [x, y, width, height].map(Number)
    if (!numbers.every(isCoordinate)) return null
    const [left = 0, top = 0, wide = 0, high = 0] = numbers
    return {
      bounds: { x: left, y: top, width: wide, height: high },
      maximized: maximized === true,
      theme: isTheme(theme) ? theme : DEFAULT_STATE.theme,
    }
  } catch {
    return null
  }
}

function isTheme(value: unknown): value is Theme {
  return THEMES.includes(value)
}

function isCoordinate(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= MAX_COORDINATE
}

function canGrab(bounds: Rectangle, area: Rectangle): boolean {
  const overlap =
    Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  return (
    overlap >= GRABBABLE.width &&
    bounds.y >= area.y &&
    bounds.y + GRABBABLE.height <= area.y + area.height
  )
}
