/** Keeps secrets with Electron's safeStorage: Keychain, DPAPI, libsecret or KWallet. */

import { safeStorage } from 'electron'
import type { HostSecrets } from '../../main/app.ts'

export function hostSecrets(platform: NodeJS.Platform = process.platform): HostSecrets {
  return {
    async available() {
      // Electron would encrypt with a password that is in its source code.
      if (platform === 'linux' && !hasKeyring()) return NO_KEYRING
      const isAvailable = await (hasAsync()
        ? safeStorage.isAsyncEncryptionAvailable()
        : safeStorage.isEncryptionAvailable())
      return isAvailable ? { encrypted: true, detail: DETAIL[platform] ?? DETAIL.linux } : CLOSED
    },
    encrypt: async (text) =>
      hasAsync() ? safeStorage.encryptStringAsync(text) : safeStorage.encryptString(text),
    decrypt: async (data) =>
      hasAsync()
        ? (await safeStorage.decryptStringAsync(data)).result
        : safeStorage.decryptString(data),
  }
}

/** Older versions of Electron have only the calls that block. */
function hasAsync(): boolean {
  return typeof safeStorage.encryptStringAsync === 'function'
}

function hasKeyring(): boolean {
  return !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
}

const DETAIL: { readonly linux: string } & { readonly [platform: string]: string } = {
  darwin: 'The API key is stored encrypted; its key is in your macOS keychain.',
  win32: 'The API key is stored encrypted for your Windows account.',
  linux: 'The API key is stored encrypted; its key is in the password store of your desktop.',
}

const NO_KEYRING = {
  encrypted: false,
  detail:
    'This desktop has no password store that Keypilot can use (GNOME Keyring or KWallet), so the API key could only be stored readable. It is kept in memory until Keypilot ends instead.',
} as const

const CLOSED = {
  encrypted: false,
  detail:
    'The password store of this computer is not available, so the API key is kept in memory until Keypilot ends. Unlock it and start Keypilot again to store the key.',
} as const
