/** What the desktop keeps with Electron's safeStorage, which is stood in for: there is no keyring here. */

import { beforeEach, describe, expect, it, vi } from 'vitest'
import { hostSecrets } from '../../../app/electron/secrets.ts'

const storage = vi.hoisted(() => ({
  backend: 'gnome_libsecret',
  isAvailable: true,
  calls: [] as string[],
  safeStorage: {} as Record<string, unknown>,
}))
vi.mock('electron', () => ({ safeStorage: storage.safeStorage }))

const turned = (data: Uint8Array) => Buffer.from(data.map((byte) => byte ^ 0x5a))
const note = <T>(name: string, value: T): T => {
  storage.calls.push(name)
  return value
}

const BLOCKING = {
  getSelectedStorageBackend: () => storage.backend,
  isEncryptionAvailable: () => note('isEncryptionAvailable', storage.isAvailable),
  encryptString: (text: string) => note('encryptString', turned(Buffer.from(text))),
  decryptString: (data: Buffer) => note('decryptString', turned(data).toString()),
}
const ASYNC = {
  isAsyncEncryptionAvailable: async () => note('isAsyncEncryptionAvailable', storage.isAvailable),
  encryptStringAsync: async (text: string) => note('encryptStringAsync', turned(Buffer.from(text))),
  decryptStringAsync: async (data: Buffer) =>
    note('decryptStringAsync', { result: turned(data).toString(), shouldReEncrypt: false }),
}

function useElectron(methods: object): void {
  for (const name of Object.keys(storage.safeStorage)) delete storage.safeStorage[name]
  Object.assign(storage.safeStorage, methods)
}

beforeEach(() => {
  storage.backend = 'gnome_libsecret'
  storage.isAvailable = true
  storage.calls.length = 0
  useElectron({ ...BLOCKING, ...ASYNC })
})

async function roundTrip() {
  const secrets = hostSecrets('linux')
  expect(await secrets.available()).toMatchObject({ encrypted: true })
  const data = await secrets.encrypt('rpa_x')
  expect(data.toString()).not.toContain('rpa_x')
  expect(await secrets.decrypt(data)).toBe('rpa_x')
}

it('uses the calls that do not block, where Electron has them', async () => {
  await roundTrip()
  expect(storage.calls).toEqual([
    'isAsyncEncryptionAvailable',
    'encryptStringAsync',
    'decryptStringAsync',
  ])
})

it('works with an Electron that has only the others', async () => {
  useElectron(BLOCKING)
  await roundTrip()
  expect(storage.calls).toEqual(['isEncryptionAvailable', 'encryptString', 'decryptString'])
})

describe('says that nothing can be kept encrypted', () => {
  it.each(['basic_text', 'unknown'])(
    'on Linux with %s, whatever Electron says',
    async (backend) => {
      storage.backend = backend
      const { encrypted, detail } = await hostSecrets('linux').available()
      expect([encrypted, detail]).toEqual([false, expect.stringContaining('in memory')])
    },
  )

  it.each(['linux', 'darwin', 'win32'] as const)(
    'on %s when Electron says so',
    async (platform) => {
      storage.isAvailable = false
      const { encrypted, detail } = await hostSecrets(platform).available()
      expect([encrypted, detail]).toEqual([false, expect.stringContaining('not available')])
    },
  )
})

it.each([
  ['darwin', 'keychain'],
  ['win32', 'Windows account'],
] as const)('asks %s for no backend, which it does not have', async (platform, word) => {
  useElectron({ ...ASYNC })
  const { encrypted, detail } = await hostSecrets(platform).available()
  expect([encrypted, detail]).toEqual([true, expect.stringContaining(word)])
})

it('passes on that something cannot be decrypted', async () => {
  useElectron({ ...BLOCKING, ...ASYNC, decryptStringAsync: () => Promise.reject(new Error('no')) })
  await expect(hostSecrets('linux').decrypt(Buffer.from('x'))).rejects.toThrow()
})
