/** Entry of the script that runs in the page before the interface: puts the fake Bridge there. */

import { createFakeBridge, type FakeBridge, type Scenario } from './fake-bridge.ts'

declare global {
  interface Window {
    scenario?: Scenario
    fake: FakeBridge
  }
}

window.fake = createFakeBridge(window.scenario)
Object.defineProperty(window, 'keypilot', { value: window.fake })
