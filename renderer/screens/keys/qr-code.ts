/** A text as a QR code: one SVG path of dark squares, each one unit wide. */

import qrcode from 'qrcode-generator'

export interface QrPicture {
  /** Squares on a side, with the light margin that readers need. */
  readonly size: number
  readonly path: string
}

/** ISO/IEC 18004 asks for four light squares on every side. */
const MARGIN = 4
/** More would take squares too small for a phone to tell apart on a screen; RSA 8192 fits. */
const MAX_BYTES = 1_600
/** Up to here there is room for stronger error correction without small squares. */
const SHORT_BYTES = 400

/** @returns null when the text is too long to be read back by a phone */
export function drawQrCode(text: string): QrPicture | null {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length > MAX_BYTES) return null
  const code = qrcode(0, bytes.length <= SHORT_BYTES ? 'M' : 'L')
  // The library takes one character for each byte.
  code.addData(String.fromCharCode(...bytes), 'Byte')
  code.make()
  const count = code.getModuleCount()
  let path = ''
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (code.isDark(row, column)) path += `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`
    }
  }
  return { size: count + 2 * MARGIN, path }
}
