import { setImmediate as turn } from 'node:timers/promises'
import { beforeEach, expect, it } from 'vitest'
import { holdUntilDrawn } from '../../../app/electron/hold-until-drawn.ts'
import type { CallContext, Dispatch } from '../../../main/contract/dispatch.ts'

const context = {} as CallContext
const order: string[] = []
const dispatch: Dispatch = async (method) => {
  order.push(method)
  return { ok: true, value: {} }
}

beforeEach(() => order.splice(0))

it('the first calls wait until the page is drawn, and keep their order', async () => {
  const held = holdUntilDrawn(dispatch)
  const calls = ['keys.list', 'settings.read'].map((name) => held.dispatch(name, {}, context))
  await turn()
  expect(order).toEqual([])
  held.release()
  expect(await Promise.all(calls)).toEqual(Array(2).fill({ ok: true, value: {} }))
  expect(order).toEqual(['keys.list', 'settings.read'])
})

it('later calls go through at once', async () => {
  const held = holdUntilDrawn(dispatch)
  held.release()
  await held.dispatch('keys.list', {}, context)
  expect(order).toEqual(['keys.list'])
})

it('a window that is never drawn is answered as well', async () => {
  const held = holdUntilDrawn(dispatch)
  expect(await held.dispatch('keys.list', {}, context)).toMatchObject({ ok: true })
})
