/**
 * Draws the app's icon from renderer/assets/icon.svg into build/, in every size the packages need.
 * The results are committed, because packaging must not need a browser.
 * Usage: node scripts/icons.mjs
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { root } from './lib/dependencies.mjs'
import { encodeIcns, encodeIco } from './lib/icon-containers.mjs'

const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256]
const MAC_SIZES = [16, 32, 64, 128, 256, 512, 1024]

/** At and below this, two teeth and thin lines run together: the key is drawn bolder, with one. */
const SMALL_PX = 24
/** macOS draws its icons with this much free around them, of 32. Small ones need the room. */
const MAC_MARGIN = 3.125

const whole = readFileSync(join(root, 'renderer/assets/icon.svg'), 'utf8')
const bold = whole
  .replace('stroke-width="2.4"', 'stroke-width="3.4"')
  .replace('<circle cx="11.5" cy="20.5" r="5" />', '<circle cx="11" cy="21" r="4.8" />')
  .replace(/<path d="[^"]+" \/>/, '<path d="M14.6 17.4 25.2 6.8M20.6 11.4l3.9 3.9" />')

const build = join(root, 'build')
mkdirSync(join(build, 'icons'), { recursive: true })
const program = process.env.KEYPILOT_CHROMIUM ?? '/usr/bin/chromium'
const browser = await chromium.launch({
  ...(existsSync(program) ? { executablePath: program } : {}),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const page = await browser.newPage()
const plain = await drawAll(LINUX_SIZES, 0)
const mac = await drawAll(MAC_SIZES, MAC_MARGIN)
await browser.close()

for (const [size, png] of plain) writeFileSync(join(build, `icons/${size}x${size}.png`), png)
const windows = new Map(WINDOWS_SIZES.map((size) => [size, plain.get(size)]))
writeFileSync(join(build, 'icon.ico'), encodeIco(windows))
writeFileSync(join(build, 'icon.icns'), encodeIcns(mac))

async function drawAll(sizes, margin) {
  const pictures = new Map()
  for (const size of sizes) pictures.set(size, await draw(size, size <= SMALL_PX ? 0 : margin))
  return pictures
}

async function draw(size, margin) {
  const svg = (size <= SMALL_PX ? bold : whole).replace(
    'viewBox="0 0 32 32"',
    `viewBox="${viewBox(margin)}" width="${size}" height="${size}"`,
  )
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>*{margin:0}svg{display:block}</style>${svg}`)
  return page.screenshot({ omitBackground: true })
}

/** The drawing's 32 units, with so many of the whole icon's 32 free on each side. */
function viewBox(margin) {
  const whole = (32 * 32) / (32 - 2 * margin)
  const start = (32 - whole) / 2
  return `${start} ${start} ${whole} ${whole}`
}
