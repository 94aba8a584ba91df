/** Gives every test file a home of its own before any code under test is loaded. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const home = mkdtempSync(join(tmpdir(), 'keypilot-home-'))
process.env.HOME = home
process.env.USERPROFILE = home
process.env.XDG_CONFIG_HOME = join(home, '.config')
process.env.KEYPILOT_SSH_DIR = join(home, '.ssh')
process.env.KEYPILOT_DATA_DIR = join(home, 'keypilot-data')
process.env.SSH_AUTH_SOCK = ''
// Nothing listens on this port: a test that forgets its local server must not reach RunPod's.
process.env.KEYPILOT_RUNPOD_URL = 'http://127.0.0.1:9'
delete process.env.RUNPOD_API_KEY
for (const name of ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']) {
  delete process.env[name]
  delete process.env[name.toUpperCase()]
}

afterAll(() => rmSync(home, { recursive: true, force: true }))
