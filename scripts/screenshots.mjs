/** `npm run screenshots`: writes docs/screenshots, every screen in light and dark. */

import { join } from 'node:path'
import { ensureDependencies, root } from './lib/dependencies.mjs'
import { runStep } from './lib/run-step.mjs'

ensureDependencies()
const ok =
  runStep(process.execPath, [join(root, 'scripts/build.mjs')]) &&
  runStep(
    process.execPath,
    [join(root, 'node_modules/playwright/cli.js'), 'test', '--project=screenshots'],
    { env: { ...process.env, KEYPILOT_SCREENSHOTS: '1' } },
  )
process.exit(ok ? 0 : 1)
