/** The window's colour until the page has painted: the interface's own, so that nothing flashes. */

/** `--paper` of renderer/styles/tokens.css. */
export const BACKGROUND = { light: '#f7f5f0', dark: '#12181c' } as const
