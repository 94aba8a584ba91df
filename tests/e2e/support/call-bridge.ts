import type { Page } from 'playwright/test'

/** A call through the bridge, as any script in the page could make it. */
export function callBridge(page: Page, method: string, params: unknown): Promise<unknown> {
  return page.evaluate(
    ([name, value]) => {
      const { keypilot } = window as unknown as {
        keypilot: { call(method: unknown, params: unknown): Promise<unknown> }
      }
      return keypilot.call(name, value).catch((error: unknown) => String(error))
    },
    [method, params] as const,
  )
}
