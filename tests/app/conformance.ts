/** What every way into `dispatch` must do alike. Run over each transport by a test file of its own. */

import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeypilot, type Keypilot, type KeypilotOptions } from '../../main/app.ts'
import { createDispatch, type Handlers } from '../../main/contract/dispatch.ts'
import { throwIfCancelled } from '../../main/contract/errors.ts'
import type { Events, MethodName, Result } from '../../main/contract/methods.ts'
import { schemas } from '../../main/contract/schemas.ts'
import { resolvePaths } from '../../main/storage/index.ts'
import { badParamsOf, SAMPLES } from './samples.ts'

export type Start = (options: KeypilotOptions) => Keypilot

export interface TransportClient {
  call(method: string, params: unknown, callId: string): Promise<Result<unknown>>
  cancel(callId: string): void
  /** The progress events received so far. */
  readonly progress: readonly Events['progress'][]
  close(): Promise<void>
}

export type OpenTransport = (start: Start) => Promise<TransportClient>

const SECRET = 'hunter2-PRIVATE'

export function describeConformance(name: string, open: OpenTransport): void {
  describe(`conformance of ${name}`, () => {
    describe('with the real services', () => refusesBadRequests(open))
    describe('with services that misbehave', () => containsFaults(open))
  })
}

function refusesBadRequests(open: OpenTransport): void {
  let client: TransportClient
  beforeAll(async () => {
    client = await open(createKeypilot)
  })
  afterAll(() => client.close())

  it.each(Object.keys(SAMPLES) as MethodName[])('%s refuses every bad request', async (method) => {
    const before = await snapshot()
    for (const { what, params } of badParamsOf(method)) {
      const result = await client.call(method, params, 'bad')
      expect(result, what).toMatchObject({ ok: false, error: { code: 'bad-request' } })
      expect(JSON.stringify(result), what).not.toContain('secret')
    }
    expect(await snapshot()).toEqual(before)
  })

  it.each(['nope', '__proto__', 'constructor', 'toString', 'keys.List', 'keys.list.'])(
    'there is no method %s',
    async (method) => {
      const result = await client.call(method, {}, 'unknown')
      expect(result).toMatchObject({ ok: false, error: { code: 'unknown-method' } })
    },
  )

  it('answers a good request with a value', async () => {
    const result = await client.call('settings.read', {}, 'good')
    expect(result).toMatchObject({ ok: true, value: { theme: 'system' } })
  })
}

interface Faults {
  readonly stopped: string[]
  readonly logged: { event: string; fields: object }[]
  readonly start: Start
}

function containsFaults(open: OpenTransport): void {
  let client: TransportClient
  const faults = makeFaults()
  beforeAll(async () => {
    client = await open(faults.start)
  })
  afterAll(() => client.close())

  it('tells nothing of an unexpected error, and logs it', async () => {
    const result = await client.call('keys.list', {}, 'boom')
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(result)).not.toContain(SECRET)
    expect(JSON.stringify(result)).not.toMatch(/\.ts:|at .*\(/)
    expect(faults.logged).toContainEqual(
      expect.objectContaining({
        event: 'internal-error',
        fields: expect.objectContaining({ method: 'keys.list' }),
      }),
    )
  })

  it('stops the work when the call is cancelled', async () => {
    const result = client.call('keys.suggest', {}, 'long')
    await expect.poll(() => client.progress.length).toBe(1)
    client.cancel('long')
    expect(await result).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(faults.stopped).toEqual(['keys.suggest'])
  })

  it('passes progress on', async () => {
    const seen = client.progress.at(-1)
    expect(seen).toMatchObject({
      method: 'keys.generate',
      progress: { kind: 'working', detail: 'step' },
    })
    expect(seen?.callId).toEqual(expect.any(String))
  })
}

/** Services that throw a bug, and that work until they are stopped. */
function makeFaults(): Faults {
  const stopped: string[] = []
  const logged: Faults['logged'] = []
  const start: Start = (options) => {
    const real = createKeypilot(options)
    const unused = async () => {
      throw new Error('not part of this test')
    }
    const handlers = {
      ...Object.fromEntries(Object.keys(SAMPLES).map((method) => [method, unused])),
      'keys.list': async () => {
        throw new Error(`boom ${SECRET}`)
      },
      'keys.suggest': async (_params: unknown, context: Parameters<Handlers['keys.list']>[1]) => {
        context.progress({ method: 'keys.generate', progress: { kind: 'working', detail: 'step' } })
        await new Promise((resolve) => context.signal.addEventListener('abort', resolve))
        stopped.push('keys.suggest')
        throwIfCancelled(context.signal)
      },
    } as unknown as Handlers
    const log = {
      ...real.log,
      error: (event: string, fields: object = {}) => {
        logged.push({ event, fields })
      },
    }
    return { ...real, log, dispatch: createDispatch(handlers, schemas, log) }
  }
  return { stopped, logged, start }
}

/** Every file below the two folders, with its content: what "touches nothing" is measured by. */
export async function snapshot(): Promise<Readonly<Record<string, string>>> {
  const { sshDir, dataDir } = resolvePaths()
  const found: Record<string, string> = {}
  for (const root of [sshDir, dataDir]) {
    const names = await readdir(root, { recursive: true }).catch(() => [])
    for (const name of names) {
      const path = join(root, name)
      const stats = await stat(path)
      found[path] = stats.isFile() ? await readFile(path, 'base64') : 'folder'
    }
  }
  return found
}
