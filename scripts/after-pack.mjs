/** electron-builder calls this when a package's files are in place, before it is signed. */

import { join } from 'node:path'
import { setNinthFuse } from './lib/fuse-wire.mjs'

const MAC_FRAMEWORK = 'Contents/Frameworks/Electron Framework.framework/Electron Framework'

export default function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo
  const program = {
    darwin: () => join(`${productFilename}.app`, MAC_FRAMEWORK),
    win32: () => `${productFilename}.exe`,
    linux: () => packager.executableName,
  }[electronPlatformName]
  setNinthFuse(join(appOutDir, program()))
}
