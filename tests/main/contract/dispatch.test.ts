import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type CallContext, createDispatch, type Handlers } from '../../../main/contract/dispatch.ts'
import { AppError } from '../../../main/contract/errors.ts'
import type { MethodName } from '../../../main/contract/methods.ts'
import { type Schemas, schemas } from '../../../main/contract/schemas.ts'
import { badParamsOf, SAMPLES } from '../../app/samples.ts'

const METHODS = Object.keys(SAMPLES) as MethodName[]

function context(signal: AbortSignal = new AbortController().signal): CallContext {
  return { callId: 'x', host: 'cli', signal, confirm: async () => false, progress: () => {} }
}

function dispatcherOf(handler: () => unknown, used: Schemas = schemas) {
  const logged: { event: string; fields: Readonly<Record<string, string>> }[] = []
  const handlers = Object.fromEntries(METHODS.map((method) => [method, async () => handler()]))
  const dispatch = createDispatch(handlers as unknown as Handlers, used, {
    error: (event, fields) => logged.push({ event, fields }),
  })
  return { dispatch, logged }
}

describe('the checks of parameters', () => {
  it.each(METHODS)('let a good request to %s through', async (method) => {
    const { dispatch } = dispatcherOf(() => 'done')
    expect(await dispatch(method, SAMPLES[method].params, context())).toEqual({
      ok: true,
      value: 'done',
    })
  })

  it.each(METHODS)('let no bad request to %s reach the service', async (method) => {
    let reached = 0
    const { dispatch } = dispatcherOf(() => {
      reached += 1
    })
    for (const { params } of badParamsOf(method)) await dispatch(method, params, context())
    expect(reached).toBe(0)
  })

  it('name the field, and never repeat its value', async () => {
    const { dispatch } = dispatcherOf(() => null)
    const params = { name: 'k', comment: 'c', passphrase: ['hunter2'], type: 'hunter2' }
    const result = await dispatch('keys.generate', params, context())
    expect(result).toMatchObject({ ok: false, error: { code: 'bad-request' } })
    const text = JSON.stringify(result)
    expect(text).toContain('passphrase')
    expect(text).not.toContain('hunter2')
  })

  it('keep a long field name short', async () => {
    const { dispatch } = dispatcherOf(() => null)
    const result = await dispatch('keys.list', { ['x'.repeat(100_000)]: 1 }, context())
    expect(JSON.stringify(result).length).toBeLessThan(1_000)
  })

  it('accept either a target or a command to test, and not both', async () => {
    const { dispatch } = dispatcherOf(() => null)
    const { target } = SAMPLES['connection.test'].params
    const command = 'ssh root@203.0.113.7'
    const policy = { hostKeyPolicy: 'ask' }
    const test = (params: object) => dispatch('connection.test', params, context())
    expect(await test({ ...policy, target })).toMatchObject({ ok: true })
    expect(await test({ ...policy, command })).toMatchObject({ ok: true })
    expect(await test({ ...policy, target, command })).toMatchObject({ ok: false })
    expect(await test(policy)).toMatchObject({ ok: false })
  })
})

describe('what a service throws', () => {
  it('reaches the caller when it was meant for the person', async () => {
    const error = new AppError('busy', 'Another window is at it.', { details: { seconds: 3 } })
    const { dispatch, logged } = dispatcherOf(() => {
      throw error
    })
    expect(await dispatch('keys.list', {}, context())).toEqual({
      ok: false,
      error: { code: 'busy', message: 'Another window is at it.', details: { seconds: 3 } },
    })
    expect(logged).toEqual([])
  })

  it.each([new Error('hunter2'), 'hunter2', { hunter2: 1 }, null, undefined])(
    'is a bug otherwise, and stays inside: %j',
    async (thrown) => {
      const { dispatch, logged } = dispatcherOf(() => {
        throw thrown
      })
      const result = await dispatch('keys.list', {}, context())
      expect(result).toMatchObject({ ok: false, error: { code: 'internal' } })
      expect(JSON.stringify(result)).not.toContain('hunter2')
      expect(logged).toHaveLength(1)
      expect(logged[0]).toMatchObject({ event: 'internal-error', fields: { method: 'keys.list' } })
    },
  )

  it('is the cancelling when the call was cancelled', async () => {
    const controller = new AbortController()
    const { dispatch, logged } = dispatcherOf(() => {
      controller.abort()
      throw new Error('socket closed')
    })
    expect(await dispatch('keys.list', {}, context(controller.signal))).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    })
    expect(logged).toEqual([])
  })
})

it('does not begin a call that is already cancelled', async () => {
  let reached = false
  const { dispatch } = dispatcherOf(() => {
    reached = true
  })
  const result = await dispatch('keys.list', {}, context(AbortSignal.abort()))
  expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  expect(reached).toBe(false)
})

it('hands the service what the check made of the parameters', async () => {
  const trimming = { ...schemas, 'sshCommand.parse': z.object({ text: z.string().trim() }) }
  let got: unknown
  const handlers = { 'sshCommand.parse': async (params: unknown) => (got = params) }
  const dispatch = createDispatch(handlers as unknown as Handlers, trimming, { error: () => {} })
  await dispatch('sshCommand.parse', { text: ' ssh x ' }, context())
  expect(got).toEqual({ text: 'ssh x' })
})
