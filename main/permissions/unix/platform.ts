/** Permissions where files have modes and owners: Linux, WSL and macOS. */

import { userInfo } from 'node:os'
import type { Problem } from '../../contract/methods.ts'
import type { SavedPermissions } from '../../storage/index.ts'
import type { CheckedFile, JudgedFault, Platform, PlatformContext, Snapshot } from '../platform.ts'
import { type AccessLists, createAccessLists, isHarmedByLists, isHarmful } from './access-list.ts'
import { applyMode, restoreMode } from './change-mode.ts'
import { describeAccessList, describeFault, type Surroundings } from './fault.ts'
import { isWsl, keepsModes } from './file-system.ts'
import { look, may } from './look.ts'
import { isSharedGroup, toleratesPrivateGroup } from './private-group.ts'
import { judgeUnix, type UnixFacts } from './rules.ts'

export interface UnixOptions {
  readonly platform: NodeJS.Platform
  readonly myUid: number
  /** Replaces `/proc/version` in tests. */
  readonly versionFile?: string
}

/** What is asked once for all files of an audit, which has one context. */
interface Asked {
  readonly accessLists: AccessLists
  readonly sharedGroups: Map<string, Promise<boolean>>
}

export function createUnixPlatform(options: UnixOptions): Platform {
  const asked = new WeakMap<PlatformContext, Asked>()
  const askedFor = (context: PlatformContext): Asked => {
    const before = asked.get(context)
    if (before !== undefined) return before
    const now = { accessLists: createAccessLists(options.platform), sharedGroups: new Map() }
    asked.set(context, now)
    return now
  }
  return {
    look,
    judge: (file, snapshot, context) => judge(file, snapshot, context, options, askedFor(context)),
    apply: (file, snapshot, fault) => applyMode(file, snapshot, fault),
    restore: (saved: SavedPermissions) => restoreMode(saved),
    notes: () => notes(options),
  }
}

export const unixPlatform = createUnixPlatform({
  platform: process.platform,
  myUid: process.getuid?.() ?? 0,
})

async function judge(
  file: CheckedFile,
  snapshot: Snapshot,
  context: PlatformContext,
  options: UnixOptions,
  asked: Asked,
): Promise<readonly JudgedFault[]> {
  const facts = await factsOf(file, snapshot, context, options, asked)
  const verdict = judgeUnix(facts)
  const access = await accessListOf(file, facts, verdict !== null, options, asked)
  const faults: JudgedFault[] = []
  if (verdict !== null) {
    const around = await surroundingsOf(file, context, options, access.length > 0)
    faults.push(await describeFault(file, facts, verdict, around))
  }
  if (options.platform === 'darwin' && access.length > 0) {
    faults.push(describeAccessList(file, facts, access))
  }
  return faults
}

async function factsOf(
  file: CheckedFile,
  snapshot: Snapshot,
  context: PlatformContext,
  { myUid }: UnixOptions,
  { sharedGroups }: Asked,
): Promise<UnixFacts> {
  const [mode, uid, gid] = [snapshot.mode ?? 0, snapshot.uid ?? 0, snapshot.gid ?? 0]
  const [mayRead, mayWrite, mayEnter] = await Promise.all([
    may(file.path, 'read'),
    may(file.path, 'write'),
    snapshot.isFile ? true : may(file.path, 'enter'),
  ])
  let sharedGroup: Promise<boolean> | boolean = true
  if ((mode & 0o020) !== 0) {
    const name = `${gid} ${uid}`
    sharedGroup = sharedGroups.get(name) ?? isSharedGroup(gid, uid, myUid)
    if (!sharedGroups.has(name)) sharedGroups.set(name, Promise.resolve(sharedGroup))
  }
  return {
    kind: file.kind,
    mode,
    uid,
    myUid,
    mayRead,
    mayEnter,
    mayWrite,
    sharedGroup: await sharedGroup,
    toleratesPrivateGroup: toleratesPrivateGroup(context.sshClient),
    strict: context.strictFolders.includes(file.path),
    keepsSetgid: myUid === 0 || myGroups().includes(gid),
  }
}

function myGroups(): readonly number[] {
  return [process.getegid?.() ?? 0, ...(process.getgroups?.() ?? [])]
}

/** macOS' lists do not show in the mode; POSIX ones do, and matter only where that is refused. */
async function accessListOf(
  file: CheckedFile,
  facts: UnixFacts,
  isFaulty: boolean,
  { platform }: UnixOptions,
  { accessLists }: Asked,
): Promise<readonly string[]> {
  const mac = platform === 'darwin'
  const matters = mac ? isHarmedByLists(file.kind) : isFaulty && (facts.mode & 0o070) !== 0
  if (!matters) return []
  const entries = await accessLists.entriesOf(file.target ?? file.path)
  return mac ? entries.filter((entry) => isHarmful(entry, file.kind, userInfo().username)) : entries
}

async function surroundingsOf(
  file: CheckedFile,
  { paths }: PlatformContext,
  { versionFile }: UnixOptions,
  hasAccessList: boolean,
): Promise<Surroundings> {
  const keeps = await keepsModes(file, paths.dataDir)
  return {
    sshDir: paths.sshDir,
    keepsModes: keeps !== false,
    isWsl: keeps === false && (await isWsl(versionFile)),
    hasAccessList,
  }
}

async function notes({ versionFile }: UnixOptions): Promise<readonly Problem[]> {
  if (!(await isWsl(versionFile))) return []
  return [
    {
      code: 'wsl',
      severity: 'info',
      title: 'This is Linux inside Windows',
      detail:
        'These findings are about the ssh of Linux. Windows has its own ssh, its own .ssh folder and other rules; run Keypilot on Windows to look at those. Keys on drives such as /mnt/c cannot be private to Linux: each side needs its own copy.',
    },
  ]
}
