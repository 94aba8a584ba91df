/**
 * The built program in a Turkish and a Japanese system, in a home with spaces and signs of other
 * scripts: it says the same as in an English one, word for word. Node takes the language from the
 * environment by itself; for the C library, and so for ssh, the languages are compiled here.
 */

import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Sshd, startSshd, whyNoSshd } from '../support/servers/index.ts'
import { freePort } from '../support/servers/ports.ts'

const program = resolve(import.meta.dirname, '../../out/cli.mjs')
const ENGLISH = 'en_US.UTF-8'
const OTHERS = ['tr_TR.UTF-8', 'ja_JP.UTF-8']
/** Where ı and I, and i and İ, are the two cases of one letter. */
const KEYS = ['ID_IMPORT', 'ıIiİ', 'Işıl’ın anahtarı 鍵']
const hasLocales = existsSync('/usr/share/i18n/locales/tr_TR')

let root: string
let sshDir: string
let server: Sshd
let login: readonly string[]
let commands: readonly (readonly string[])[]

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'keypilot-locale-'))
  sshDir = join(root, 'IŞIL’ın evi 家', '.ssh')
  mkdirSync(sshDir, { recursive: true, mode: 0o700 })
  if (hasLocales) makeLocales()
  if (whyNoSshd() !== null) return
  const lines = await Promise.all(KEYS.map(makeKey))
  server = await startSshd({ authorizedKeys: lines.slice(0, 1) })
  const { user, port, hostKeys } = server
  await writeFile(join(sshDir, 'known_hosts'), `[127.0.0.1]:${port} ${hostKeys[0]?.line}\n`)
  await writeFile(join(sshDir, 'config'), configText(user, port))
  // A finding for `doctor`.
  await chmod(join(sshDir, KEYS[1] ?? ''), 0o644)
  const paste = join(root, 'paste.txt')
  await writeFile(paste, `EXPORT PUBLIC_KEY="${lines[0]}"\r\nSSH-ED25519 IIII\r\nI\r\n`)
  const at = `SSH ${user}@127.0.0.1 -p`
  login = ['test', `${at} ${port} -i '${join(sshDir, 'ID_IMPORT')}'`]
  commands = [
    ['keys'],
    ['keys', '--json'],
    ['check-paste', paste],
    ['doctor'],
    ['config'],
    ['config', 'PIPI', '--json'],
    login,
    ['test', `${at} ${port} -i '${join(sshDir, 'Işıl’ın anahtarı 鍵')}'`],
    ['test', `${at} ${await freePort()} -i '${join(sshDir, 'ID_IMPORT')}'`],
  ]
})
afterAll(async () => {
  await server?.stop()
  await rm(root, { recursive: true, force: true })
})

function makeLocales(): void {
  mkdirSync(join(root, 'locales'))
  for (const language of [ENGLISH, ...OTHERS]) {
    const [name = ''] = language.split('.')
    execFileSync('localedef', ['-i', name, '-f', 'UTF-8', join(root, 'locales', language)], {
      stdio: 'ignore',
    })
  }
}

async function makeKey(name: string): Promise<string> {
  const path = join(sshDir, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', `I ${name}`, '-f', path])
  return (await readFile(`${path}.pub`, 'utf8')).trim()
}

function configText(user: string, port: number): string {
  const lines = ['HOSTNAME 127.0.0.1', `PORT ${port}`, `USER ${user}`, 'IDENTITIESONLY YES']
  return ['HOST pipi PIPI', ...lines, `IDENTITYFILE "${sshDir}/ID_IMPORT"`, ''].join('\n  ')
}

function environment(language: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...{ HOME: resolve(sshDir, '..'), KEYPILOT_SSH_DIR: sshDir },
    ...{ LANG: language, LC_ALL: language, LANGUAGE: language.slice(0, 2) },
    ...{ LOCPATH: join(root, 'locales'), COLUMNS: '80' },
  }
}

/** With the time that each step took left out, where it is written as in English. */
function run(args: readonly string[], language: string): Promise<string> {
  const dataDir = join(root, `data ${language}`)
  const env = { ...environment(language), KEYPILOT_DATA_DIR: dataDir }
  return new Promise((done) => {
    execFile(process.execPath, [program, ...args], { env }, (error, out, err) => {
      const text = `${out}${err}exit ${error?.code ?? 0}`
      done(text.replaceAll(/ *\b\d+ ms\b/g, ' N ms').replaceAll(dataDir, 'data'))
    })
  })
}

describe('the languages themselves', () => {
  test.each(OTHERS)('Node follows %s', (language) => {
    const code = 'process.stdout.write(new Intl.DateTimeFormat().resolvedOptions().locale)'
    const locale = execFileSync(process.execPath, ['-e', code], { env: environment(language) })
    expect(String(locale)).toBe(language.slice(0, 5).replace('_', '-'))
  })

  test.skipIf(!hasLocales)('the C library has Turkish', () => {
    const env = environment('tr_TR.UTF-8')
    expect(String(execFileSync('locale', ['decimal_point'], { env })).trim()).toBe(',')
  })
})

test.skipIf(whyNoSshd() !== null || !existsSync(program))(
  'in every one the program says the same',
  async () => {
    for (const command of commands) {
      const english = await run(command, ENGLISH)
      expect(english, command.join(' ')).toMatch(/exit [01]$/)
      for (const language of OTHERS) {
        expect(await run(command, language), `${language}: ${command.join(' ')}`).toBe(english)
      }
    }
  },
)

test.skipIf(whyNoSshd() !== null || !existsSync(program))(
  'and logs in with a key whose letters are others in Turkish',
  async () => {
    for (const language of OTHERS) {
      const said = await run(login, language)
      expect(said).toContain('✓ Your own ssh')
      expect(said).toMatch(/exit 0$/)
    }
  },
)
