/**
 * The programs and libraries that the tests need beside Node: installed on Debian and Ubuntu as
 * root, named elsewhere.
 */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Each row: Debian package (with newer names), the file that shows it is there, what it is for. */
const PACKAGES = [
  {
    names: ['openssh-client'],
    files: ['/usr/bin/ssh', '/usr/bin/ssh-keygen'],
    use: 'oracle for keys and logins',
  },
  {
    names: ['openssh-server'],
    files: ['/usr/sbin/sshd'],
    use: 'real server of the connection tests',
  },
  {
    names: ['dropbear-bin'],
    files: ['/usr/sbin/dropbear', '/usr/bin/dropbearkey'],
    use: 'a second real server of the connection tests',
  },
  {
    names: ['tinysshd'],
    files: ['/usr/sbin/tinysshd', '/usr/sbin/tinysshd-makekey'],
    use: 'a third real server of the connection tests',
  },
  {
    names: ['libnss-wrapper'],
    files: ['x86_64', 'aarch64'].map((cpu) => `/usr/lib/${cpu}-linux-gnu/libnss_wrapper.so`),
    any: true,
    use: 'accounts made up for the servers of tests',
  },
  { names: ['putty-tools'], files: ['/usr/bin/puttygen'], use: 'oracle for PuTTY formats' },
  {
    names: ['zsh'],
    files: ['/usr/bin/zsh', '/bin/zsh'],
    any: true,
    use: 'oracle for command quoting',
  },
  { names: ['fish'], files: ['/usr/bin/fish'], use: 'oracle for command quoting' },
  {
    names: ['acl'],
    files: ['/usr/bin/setfacl', '/usr/bin/getfacl'],
    use: 'files with POSIX access lists',
  },
  {
    names: ['bindfs'],
    files: ['/usr/bin/bindfs'],
    use: 'a file system where chmod has no effect',
  },
  { names: ['zbar-tools'], files: ['/usr/bin/zbarimg'], use: 'reader of QR codes' },
  {
    names: ['exfat-fuse'],
    files: ['/usr/sbin/mount.exfat-fuse'],
    use: 'memory sticks, on which chmod has no effect',
  },
  { names: ['exfatprogs'], files: ['/usr/sbin/mkfs.exfat'], use: 'making such a memory stick' },
  { names: ['fusefat'], files: ['/usr/bin/fusefat'], use: 'memory sticks without chmod' },
  { names: ['dosfstools'], files: ['/usr/sbin/mkfs.vfat'], use: 'making such a memory stick' },
  {
    names: ['chromium'],
    files: ['/usr/bin/chromium'],
    use: 'end-to-end tests of the browser host',
  },
  { names: ['xvfb'], files: ['/usr/bin/Xvfb'], use: 'a display for Electron' },
  { names: ['xterm'], files: ['/usr/bin/xterm'], use: 'opening a real terminal window' },
  { names: ['xauth'], files: ['/usr/bin/xauth'], use: 'a display for Electron' },
  {
    names: ['fonts-dejavu-core'],
    files: ['/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'],
    use: 'text in screenshots',
  },
  { names: ['libgtk-3-0', 'libgtk-3-0t64'], library: 'libgtk-3.so.0', use: 'Electron' },
  { names: ['libnss3'], library: 'libnss3.so', use: 'Electron' },
  { names: ['libasound2', 'libasound2t64'], library: 'libasound.so.2', use: 'Electron' },
  { names: ['libgbm1'], library: 'libgbm.so.1', use: 'Electron' },
  { names: ['libdrm2'], library: 'libdrm.so.2', use: 'Electron' },
  { names: ['libsecret-1-0'], library: 'libsecret-1.so.0', use: 'Electron' },
  { names: ['libxss1'], library: 'libXss.so.1', use: 'Electron' },
]

/** Installs what is missing where it can, and returns the lines to print about what still is. */
export function ensureSystemPackages() {
  if (process.platform !== 'linux') return missingElsewhere()
  const missing = missingPackages()
  if (missing.length === 0) return []
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!canInstall) return missing.map(describe)
  console.log(`Installing system packages: ${missing.map((row) => row.names[0]).join(' ')} …`)
  aptGet(['update', '-qq'])
  const names = missing.map((row) => row.names.find(aptKnows) ?? row.names[0])
  aptGet(['install', '-y', '-qq', '--no-install-recommends', ...names])
  return missingPackages().map(describe)
}

function missingPackages() {
  const libraries =
    spawnSync('ldconfig', ['-p'], { encoding: 'utf8', env: withSbin() }).stdout ?? ''
  return PACKAGES.filter((row) => {
    if (row.library) return !libraries.includes(`${row.library} `)
    return row.any ? !row.files.some(existsSync) : !row.files.every(existsSync)
  })
}

function missingElsewhere() {
  const tools = ['ssh', 'ssh-keygen']
  return tools
    .filter((tool) => spawnSync(tool, ['-V'], { stdio: 'ignore' }).error !== undefined)
    .map((tool) => `${tool} is missing: install the OpenSSH client`)
}

function describe(row) {
  return `${row.names[0]} is missing (${row.use}): apt-get install ${row.names[0]}`
}

function aptKnows(name) {
  return (
    spawnSync('apt-cache', ['show', '--no-all-versions', name], { stdio: 'ignore' }).status === 0
  )
}

function aptGet(args) {
  const { status } = spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...withSbin(), DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 15 * 60_000,
  })
  if (status !== 0) console.error(`apt-get ${args[0]} failed`)
}

function withSbin() {
  return { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` }
}
