/** Writes PNG pictures of several sizes into one .ico (Windows) or .icns (macOS) file. */

/** Which entry of an .icns holds which size; @2x entries are the same picture for denser screens. */
const ICNS_TYPES = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]

const ICO_HEADER_BYTES = 6
const ICO_ENTRY_BYTES = 16
const BITS_PER_PIXEL = 32

/** @param pictures Map of edge length in pixels (16 to 256) to PNG bytes. A byte of 0 means 256. */
export function encodeIco(pictures) {
  const header = Buffer.alloc(ICO_HEADER_BYTES + ICO_ENTRY_BYTES * pictures.size)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.size, 4)
  let offset = header.length
  for (const [index, [size, png]] of [...pictures].entries()) {
    const at = ICO_HEADER_BYTES + ICO_ENTRY_BYTES * index
    header.writeUInt8(size % 256, at)
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(BITS_PER_PIXEL, at + 6)
    header.writeUInt32LE(png.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([header, ...pictures.values()])
}

/** @param pictures Map of edge length in pixels to PNG bytes; every size of ICNS_TYPES is needed. */
export function encodeIcns(pictures) {
  const entries = ICNS_TYPES.map(([type, size]) => chunk(type, pictures.get(size)))
  return chunk('icns', Buffer.concat(entries))
}

/** Four letters, the length with these eight bytes, the content. */
function chunk(type, content) {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(content.length + 8, 4)
  return Buffer.concat([head, content])
}
