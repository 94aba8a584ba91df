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

afterAll(() => rmSync(home, { recursive: true, force: true }))
