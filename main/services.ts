/** The stateful services, each loaded and made once, by the first call that needs it. */

import type { AgentClient, AgentService } from './agent/index.ts'
import type { BackupService } from './backups/index.ts'
import type { ConnectionService, KeyFinder } from './connection/index.ts'
import type { ConnectionsService } from './connections/index.ts'
import { AppError } from './contract/errors.ts'
import type { SystemInfo } from './contract/methods.ts'
import type { HostActions } from './host-actions.ts'
import type { KeyService } from './keys/index.ts'
import type { KnownHosts } from './known-hosts/index.ts'
import type { PasswordAccessService } from './password-access/index.ts'
import type { PermissionsService } from './permissions/index.ts'
import { makeRunpodServices, type RunpodServices } from './runpod-services.ts'
import { podNames, savedTargets } from './saved-places.ts'
import type { ConfigEditor, SshConfigService } from './ssh-config/index.ts'
import type { Log, Paths, SettingsStore } from './storage/index.ts'

export interface Services {
  keys(): Promise<KeyService>
  agent(): Promise<AgentService>
  backups(): Promise<BackupService>
  permissions(): Promise<PermissionsService>
  knownHosts(): Promise<KnownHosts>
  connection(): Promise<ConnectionService>
  keyFinder(): Promise<KeyFinder>
  sshConfig(): Promise<SshConfigService>
  configEditor(): Promise<ConfigEditor>
  connections(): Promise<ConnectionsService>
  runpod(): Promise<RunpodServices>
  passwordAccess(): Promise<PasswordAccessService>
}

export interface ServicesOptions {
  readonly paths: Paths
  readonly log: Log
  readonly settings: SettingsStore
  readonly version: string
  readonly host: Pick<HostActions, 'secrets'>
}

export function createServices(options: ServicesOptions): Services {
  const { paths, log, settings, version, host } = options
  const agentClient = once<AgentClient>(async () => {
    const { createAgentClient } = await import('./agent/index.ts')
    return createAgentClient({ platform: process.platform, env: process.env })
  })
  const keys: Services['keys'] = once(async () => {
    const { createKeyService } = await import('./keys/index.ts')
    return createKeyService({
      paths,
      log,
      agentKeys: async () => (await agentClient()).heldKeys(),
      setup: async () => (await settings.read()).setup,
      savedConnections: async () => (await connections()).list(),
    })
  })
  const agent = once<AgentService>(async () => {
    const { createAgentService } = await import('./agent/index.ts')
    return createAgentService({ client: await agentClient(), keys: await keys(), log })
  })
  const backups = once<BackupService>(async () => {
    const { createBackupService } = await import('./backups/index.ts')
    return createBackupService({ paths, log })
  })
  const permissions = once<PermissionsService>(async () => {
    const { createPermissionsService } = await import('./permissions/index.ts')
    return createPermissionsService({
      paths,
      log,
      listKeys: async () => (await keys()).list(),
      sshClient: findSsh,
    })
  })
  const knownHosts = once<KnownHosts>(async () => {
    const { alsoUnderNames, createKnownHosts } = await import('./known-hosts/index.ts')
    return alsoUnderNames(createKnownHosts({ paths }), (host, port) =>
      podNames(host, port, connections),
    )
  })
  const connection: Services['connection'] = once(async () =>
    makeConnectionService({ ...options, keys, knownHosts, sshConfig, agentClient, runpod }),
  )
  const keyFinder: Services['keyFinder'] = once(async () => {
    const { createKeyFinder } = await import('./connection/index.ts')
    return createKeyFinder({
      log,
      keys: await keys(),
      knownHosts: await knownHosts(),
      savedConnection: async (id) => (await connections()).find(id),
    })
  })
  const passwordAccess = once<PasswordAccessService>(async () => {
    const { createVisits } = await import('./connection/index.ts')
    const { createPasswordAccess } = await import('./password-access/index.ts')
    return createPasswordAccess({
      log,
      visits: createVisits({ paths, keys: await keys(), knownHosts: await knownHosts() }),
      savedConnection: async (id) => (await connections()).find(id),
    })
  })
  const sshConfig: Services['sshConfig'] = once(async () => {
    const { createSshConfigService } = await import('./ssh-config/index.ts')
    return createSshConfigService({
      paths,
      sshClient: findSsh,
      permissions: async () => (await permissions()).audit(),
      keys: async () => (await keys()).list(),
      agentKeyIds: () => heldKeyIds(agentClient),
      saved: () => savedTargets(connections),
    })
  })
  const connections: Services['connections'] = once(async () => {
    const { configHostsFrom, createConnectionsService } = await import('./connections/index.ts')
    return createConnectionsService({
      paths,
      log,
      keys,
      connection,
      setup: {
        read: async () => (await settings.read()).setup,
        keep: async (setup) => void (await settings.save({ setup })),
      },
      configHosts: configHostsFrom(sshConfig),
    })
  })
  const configEditor: Services['configEditor'] = once(() =>
    makeConfigEditor({ paths, log, keys, knownHosts, sshConfig, connections }),
  )
  const runpod: Services['runpod'] = once(() =>
    makeRunpodServices({
      ...{ paths, log, version, secrets: host.secrets },
      services: { keys, connections, sshConfig, configEditor },
    }),
  )
  return {
    keys,
    agent,
    backups,
    permissions,
    knownHosts,
    connection,
    connections,
    keyFinder,
    sshConfig,
    configEditor,
    runpod,
    passwordAccess,
  }
}

/** What the rest of the app knows about a connection goes into its diagnosis. */
async function makeConnectionService({
  paths,
  log,
  settings,
  keys,
  knownHosts,
  sshConfig,
  agentClient,
  runpod,
}: ServicesOptions &
  Pick<Services, 'keys' | 'knownHosts' | 'sshConfig' | 'runpod'> & {
    readonly agentClient: () => Promise<AgentClient>
  }): Promise<ConnectionService> {
  const { createClientStage, createConnectionService } = await import('./connection/index.ts')
  const { readEffective } = await import('./ssh-config/index.ts')
  return createConnectionService({
    paths,
    log,
    keys: await keys(),
    knownHosts: await knownHosts(),
    client: createClientStage({
      findSsh,
      sshDir: paths.sshDir,
      async agentHolds(keyPath) {
        const pairs = await (await keys()).list()
        const pair = pairs.find(({ privateKeyPath }) => privateKeyPath === keyPath)
        return pair !== undefined && (await heldKeyIds(agentClient)).includes(pair.id)
      },
    }),
    effectiveConfig: (query) => readEffective(paths, query),
    configFindings: async () => (await sshConfig()).audit(),
    account: async () => (await runpod()).accountKeys.accountFact(),
    pod: async (target) => (await runpod()).pods.startOf(target),
    pasteCheck: async () => (await settings.read()).setup.publicKeys,
  })
}

async function makeConfigEditor({
  paths,
  log,
  keys,
  knownHosts,
  sshConfig,
  connections,
}: Pick<ServicesOptions, 'paths' | 'log'> &
  Pick<Services, 'keys' | 'knownHosts' | 'sshConfig' | 'connections'>): Promise<ConfigEditor> {
  const { createConfigEditor } = await import('./ssh-config/index.ts')
  const editor = createConfigEditor({
    paths,
    log,
    async keyPath(id) {
      const { privateKeyPath, publicKeyPath, name } = await (await keys()).find(id)
      const path = privateKeyPath ?? publicKeyPath
      if (path !== null) return path
      throw new AppError(
        'not-found',
        `The key ${name} has no file on this computer that the ssh config could name.`,
      )
    },
    sshProgram: async () => (await findSsh())?.path ?? null,
    async findFinding(id) {
      const findings = await (await sshConfig()).audit()
      return findings.find((finding) => finding.id === id) ?? null
    },
    async currentAddress({ alias }) {
      const saved = (await savedTargets(connections)).find((one) => one.alias === alias)
      return saved === undefined ? null : { hostName: saved.host, port: saved.port }
    },
  })
  return {
    ...editor,
    async upsertHost(params, context) {
      const change = await editor.upsertHost(params, context)
      const { hostName: host, port, hostKeyAlias } = params
      // ssh looks the host key up under that name only.
      if (hostKeyAlias) await (await knownHosts()).recordAs({ host, port }, hostKeyAlias)
      return change
    },
  }
}

async function findSsh(): Promise<SystemInfo['sshClient']> {
  const { findSshClient } = await import('./system/ssh-client.ts')
  return findSshClient({ platform: process.platform, env: process.env })
}

async function heldKeyIds(agentClient: () => Promise<AgentClient>): Promise<readonly string[]> {
  const held = await (await agentClient()).heldKeys()
  return held.map(({ publicKey }) => publicKey.fingerprint.sha256)
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make()
    return made
  }
}
