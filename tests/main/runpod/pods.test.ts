/** `runpod.pods` and `runpod.savePod`, with the real services and RunPod's local stand-in. */

import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunpodPod } from '../../../main/contract/methods.ts'
import { directEntry, type Entry, podEntry, proxyEntry } from '../../support/runpod-api/index.ts'
import { type AppWorld, type AppWorldOptions, appWorld } from './world.ts'

const OTHER =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILXGDN/SclOozk1xsDztpmhGiKkkrfQB9SKoO8dSIQQZ me@example.com'
const NOW = () => new Date().toISOString()
const AGO = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

async function onePod(fields: Entry, options: AppWorldOptions = {}) {
  const world = await appWorld({ pods: [podEntry(fields)], ...options })
  const { pods, askAgainInMs } = await world.value('runpod.pods', {})
  const [pod] = pods
  if (pod === undefined) throw new Error('there is no pod')
  return { ...world, pod, askAgainInMs }
}

const codes = ({ problems }: Pick<RunpodPod, 'problems'>) => problems.map(({ code }) => code)

async function makeKey({ value }: AppWorld, name = 'id_ed25519') {
  const pair = await value('keys.generate', { name, type: 'ed25519', comment: `me@${name}` })
  return {
    pair,
    line: (await value('keys.export', { id: pair.id, format: 'openssh-public' })).text,
  }
}

describe('a pod', () => {
  it('is shown with what RunPod says of it', async () => {
    const { pod, askAgainInMs } = await onePod({})
    expect(pod).toEqual({
      id: '7h9k2m4n6p',
      name: 'pytorch-training',
      status: 'RUNNING',
      hardware: 'NVIDIA GeForce RTX 4090',
      image: 'runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404',
      dataCenter: 'US-KS-2',
      cost: 0.44,
      createdAt: '2026-06-01T12:00:00.000Z',
      startedAt: '2026-06-01T12:02:00.000Z',
      proxy: {
        target: {
          user: '7h9k2m4n6p-64411eb2',
          host: 'ssh.runpod.io',
          port: 22,
          kind: 'runpod-proxy',
        },
        command: 'ssh 7h9k2m4n6p-64411eb2@ssh.runpod.io',
      },
      direct: {
        target: { user: 'root', host: '195.26.233.3', port: 34_446, kind: 'runpod-direct' },
        command: 'ssh root@195.26.233.3 -p 34446',
      },
      exposesSsh: true,
      waitingFor: null,
      createdWith: null,
      problems: [],
      saved: [],
    })
    expect(askAgainInMs).toBe(30_000)
  })

  it.each([
    [{ gpu: { id: 'NVIDIA L4', count: 2 } }, '2 × NVIDIA L4'],
    [{ gpu: undefined, cpu: { id: 'cpu3c', vcpuCount: 8, memory: 16 } }, 'CPU (8 vCPU)'],
    [{ gpu: undefined }, null],
  ])('has hardware: %j', async (fields, hardware) => {
    expect((await onePod(fields)).pod.hardware).toBe(hardware)
  })

  it('never shows control characters of a name, nor variables that are the person’s own', async () => {
    const { pod } = await onePod({ name: 'a\u001b[31m\nb\u202e', env: { HF_TOKEN: 'hf_secret' } })
    expect(pod.name).toBe('a b')
    expect(JSON.stringify(pod)).not.toContain('hf_secret')
  })

  it('is not dropped when parts of it are missing', async () => {
    const { pod } = await onePod({ status: undefined, ssh: undefined, env: 7, image: null })
    expect(pod).toMatchObject({
      status: 'unknown',
      proxy: null,
      direct: null,
      createdWith: null,
      waitingFor: null,
    })
    expect(pod.problems).toEqual([
      expect.objectContaining({
        code: 'incomplete-answer',
        detail: expect.stringContaining('ssh, status, image, env'),
      }),
    ])
  })

  it('that cannot be read at all is counted', async () => {
    const { value } = await appWorld({ pods: [podEntry(), { name: 'no id' }, { id: 'a b' }] })
    const { pods, problems } = await value('runpod.pods', {})
    expect(pods).toHaveLength(1)
    expect(problems).toMatchObject([
      { code: 'unreadable-entries', title: '2 pods could not be read' },
    ])
  })
})

describe('what a pod waits for', () => {
  const proxy = proxyEntry('7h9k2m4n6p')
  it.each([
    ['PROVISIONING', { proxy: null, direct: null }, AGO(1), 'machine', 5_000],
    ['STARTING', { proxy, direct: null }, null, 'public-port', 5_000],
    // RunPod says RUNNING up to a minute and a half before the port is there.
    ['RUNNING', { proxy, direct: null }, AGO(1), 'public-port', 5_000],
    ['RUNNING', { proxy, direct: directEntry('195.26.233.3', 1) }, AGO(1), null, 30_000],
    ['EXITED', { proxy: null, direct: null }, AGO(1), null, 30_000],
    ['ERROR', { proxy: null, direct: null }, null, null, 30_000],
  ] as const)('%s with %j', async (status, ssh, startedAt, waitingFor, askAgainInMs) => {
    const found = await onePod({ status, ssh, startedAt, createdAt: AGO(2) })
    expect([found.pod.waitingFor, found.askAgainInMs]).toEqual([waitingFor, askAgainInMs])
    expect(codes(found.pod)).toEqual([])
  })

  it('ends after ten minutes, and says why no address came', async () => {
    const { pod } = await onePod({ ssh: { proxy, direct: null }, startedAt: AGO(11) })
    expect([pod.waitingFor, codes(pod)]).toEqual([null, ['no-public-port']])
  })

  it('is no port when 22 is not exposed', async () => {
    const { pod } = await onePod({
      ssh: { proxy, direct: null },
      ports: ['8888/http', '22/udp'],
      startedAt: NOW(),
    })
    expect([pod.exposesSsh, pod.waitingFor, codes(pod)]).toEqual([false, null, ['no-port-22']])
  })

  it('is looked at less often after RunPod asked for a pause', async () => {
    const { value, error, server } = await onePod({})
    server.addFault({ fault: { kind: 'rate-limited', retryAfter: 0 }, times: 3 })
    expect((await error('runpod.pods', {})).code).toBe('rate-limited')
    expect((await value('runpod.pods', {})).askAgainInMs).toBe(120_000)
  })
})

describe('the keys of a pod', () => {
  it('are read from PUBLIC_KEY, each with the pair that it belongs to', async () => {
    const world = await appWorld({})
    const { pair, line } = await makeKey(world)
    const PUBLIC_KEY = `${OTHER}\n\n# a note\n${line}\nnot a key\n`
    world.server.setPods([podEntry({ env: { PUBLIC_KEY } })])
    const [pod] = (await world.value('runpod.pods', {})).pods
    expect(pod?.createdWith).toEqual([
      {
        fingerprint: expect.stringMatching(/^SHA256:/),
        comment: 'me@example.com',
        keyId: null,
        keyName: null,
      },
      { fingerprint: pair.id, comment: 'me@id_ed25519', keyId: pair.id, keyName: 'id_ed25519' },
      { fingerprint: null, comment: '', keyId: null, keyName: null },
    ])
    expect(pod?.problems).toEqual([])
  })

  it('that lack the person’s own are told, with a line that really adds it', async () => {
    const world = await appWorld({ pods: [podEntry({ env: { PUBLIC_KEY: OTHER } })] })
    const { line } = await makeKey(world)
    const [pod] = (await world.value('runpod.pods', {})).pods
    expect(pod?.problems).toMatchObject([
      { code: 'pod-older-than-key', detail: expect.stringContaining('deploy a new pod') },
    ])
    const fix = pod?.problems[0]?.fix
    if (fix?.kind !== 'copy') throw new Error('there is nothing to copy')
    const home = join(world.keypilot.paths.home, 'pod')
    await mkdir(home)
    execFileSync('sh', ['-c', fix.text], { env: { ...process.env, HOME: home } })
    const authorized = await readFile(join(home, '.ssh/authorized_keys'), 'utf8')
    expect(authorized).toContain(line.trim())
  })

  it('are judged by the key that was chosen for the pod', async () => {
    const world = await appWorld({})
    const first = await makeKey(world)
    const second = await makeKey(world, 'second')
    world.server.setPods([podEntry({ env: { PUBLIC_KEY: first.line } })])
    const saved = { podId: '7h9k2m4n6p', access: 'direct', keyId: second.pair.id } as const
    await world.value('runpod.savePod', saved)
    const [pod] = (await world.value('runpod.pods', {})).pods
    expect(pod?.problems[0]).toMatchObject({
      code: 'pod-older-than-key',
      detail: expect.stringContaining('second'),
    })
    await world.value('runpod.savePod', { ...saved, keyId: first.pair.id })
    expect((await world.value('runpod.pods', {})).pods[0]?.problems).toEqual([])
  })

  it.each([
    ['null', ['public-key-null']],
    [' NULL\n', ['public-key-null']],
    ['undefined', ['public-key-null']],
    ['', ['public-key-empty']],
    ['\n\n', ['public-key-empty']],
  ])('may be %j', async (PUBLIC_KEY, expected) => {
    const { pod } = await onePod({ env: { PUBLIC_KEY } })
    expect([pod.createdWith, codes(pod)]).toEqual([[], expected])
  })

  it.each(['SSH_PUBLIC_KEY', 'RUNPOD_SSH_PUBLIC_KEY'])('are not in %s', async (name) => {
    const { pod } = await onePod({ env: { [name]: OTHER } })
    expect(pod.createdWith).toBeNull()
    expect(pod.problems).toMatchObject([{ code: 'dead-variable', severity: 'warning' }])
  })
})

describe('a pod that is saved', () => {
  const podId = '7h9k2m4n6p'
  const moved = podEntry({
    ssh: { proxy: proxyEntry(podId), direct: directEntry('195.26.233.9', 40_001) },
  })

  it('becomes a connection with its name, id and key', async () => {
    const world = await appWorld({ pods: [podEntry()] })
    const { pair } = await makeKey(world)
    const saved = await world.value('runpod.savePod', { podId, access: 'direct', keyId: pair.id })
    expect(saved).toMatchObject({
      name: 'pytorch-training',
      podId,
      keyId: pair.id,
      target: { user: 'root', host: '195.26.233.3', port: 34_446, kind: 'runpod-direct' },
    })
    const proxy = await world.value('runpod.savePod', { podId, access: 'proxy' })
    expect(proxy).toMatchObject({ name: 'pytorch-training (proxy)', podId })
    expect(proxy.id).not.toBe(saved.id)
    expect((await world.value('runpod.pods', {})).pods[0]?.saved).toEqual(
      expect.arrayContaining([
        { connectionId: saved.id, name: saved.name, alias: null, moved: null },
        { connectionId: proxy.id, name: proxy.name, alias: null, moved: null },
      ]),
    )
  })

  it('is recognised when it was saved by its address', async () => {
    const { value } = await appWorld({ pods: [podEntry()] })
    const command = 'ssh root@195.26.233.3 -p 34446'
    const old = await value('connections.save', { command, name: 'mine' })
    expect((await value('runpod.pods', {})).pods[0]?.saved).toMatchObject([
      { connectionId: old.id, name: 'mine', moved: null },
    ])
    const saved = await value('runpod.savePod', { podId, access: 'direct' })
    expect(saved).toMatchObject({ id: old.id, name: 'mine', podId })
  })

  it('takes over the address of a pod that is gone, and gives it its own name', async () => {
    const { value, server } = await appWorld({ pods: [podEntry()] })
    const { id } = await value('runpod.savePod', { podId, access: 'direct' })
    server.setPods([podEntry({ id: 'younger', name: 'inference' })])
    expect((await value('runpod.pods', {})).pods[0]?.saved).toEqual([])
    expect(await value('runpod.savePod', { podId: 'younger', access: 'direct' })).toMatchObject({
      id,
      name: 'inference',
      podId: 'younger',
    })
  })

  it('is noticed at its new address, and follows with one call', async () => {
    const { value, server } = await appWorld({ pods: [podEntry()] })
    const { id, target } = await value('runpod.savePod', { podId, access: 'direct' })
    server.setPods([moved])
    const to = { ...target, host: '195.26.233.9', port: 40_001 }
    expect((await value('runpod.pods', {})).pods[0]?.saved).toMatchObject([
      { connectionId: id, moved: { from: target, to } },
    ])
    expect(await value('runpod.savePod', { podId, access: 'direct' })).toMatchObject({
      id,
      target: to,
    })
    expect(await value('connections.list', {})).toHaveLength(1)
    expect((await value('runpod.pods', {})).pods[0]?.saved).toMatchObject([{ moved: null }])
  })

  it('takes its entry of the ssh config along, and asks nothing: the click was the consent', async () => {
    const { value, server, keypilot, asked } = await appWorld({ pods: [podEntry()] })
    await mkdir(keypilot.paths.sshDir, { mode: 0o700 })
    const { id } = await value('runpod.savePod', { podId, access: 'direct' })
    const entry = { alias: 'pod', hostName: '195.26.233.3', user: 'root', port: 34_446 }
    const { planId } = await value('sshConfig.planUpsert', entry)
    await value('sshConfig.upsertHost', { ...entry, planId })
    await value('connections.save', { id, alias: 'pod' })
    server.setPods([moved])
    await value('runpod.savePod', { podId, access: 'direct' })
    const config = await readFile(join(keypilot.paths.sshDir, 'keypilot.conf'), 'utf8')
    expect(config).toMatch(/HostName 195\.26\.233\.9[\s\S]*Port 40001/)
    expect(config).not.toContain('195.26.233.3\n')
    expect(asked).toEqual([])
  })

  it('leaves an entry alone that was written by hand', async () => {
    const { value, server, keypilot } = await appWorld({ pods: [podEntry()] })
    const { sshDir } = keypilot.paths
    await mkdir(sshDir, { mode: 0o700 })
    const text = 'Host pod\n    HostName 195.26.233.3\n    Port 34446\n'
    await writeFile(join(sshDir, 'config'), text, { mode: 0o600 })
    const { id } = await value('runpod.savePod', { podId, access: 'direct' })
    await value('connections.save', { id, alias: 'pod' })
    server.setPods([moved])
    await value('runpod.savePod', { podId, access: 'direct' })
    expect(await readFile(join(sshDir, 'config'), 'utf8')).toBe(text)
  })

  it.each([
    ['is gone', [], /does not list this pod any more/],
    [
      'is still starting',
      [podEntry({ status: 'STARTING', ssh: { proxy: null, direct: null } })],
      /still starting/,
    ],
    [
      'is stopped',
      [podEntry({ status: 'EXITED', ssh: { proxy: null, direct: null } })],
      /no direct address now/,
    ],
  ])('cannot be when it %s', async (_what, pods, message) => {
    const { value, error } = await appWorld({ pods })
    const failed = await error('runpod.savePod', { podId, access: 'direct' })
    expect([failed.code, failed.message]).toEqual(['not-found', expect.stringMatching(message)])
    expect(await value('connections.list', {})).toEqual([])
  })
})

it('is explained when there is no API key', async () => {
  const { error } = await appWorld({ variable: null })
  expect(await error('runpod.pods', {})).toMatchObject({
    code: 'no-api-key',
    message: expect.stringContaining('copy and paste'),
  })
})
