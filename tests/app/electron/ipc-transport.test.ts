import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createIpcTransport } from '../../../app/electron/ipc-transport.ts'
import type { CallContext } from '../../../main/contract/dispatch.ts'
import { fakeContents, fakeIpc, PAGE_FRAME } from './fake-ipc.ts'

let ipc: ReturnType<typeof fakeIpc>
let page: ReturnType<typeof fakeContents>
let contexts: CallContext[]
let refusals: unknown[]
let asked: unknown[]

beforeEach(() => {
  ipc = fakeIpc()
  page = fakeContents()
  contexts = []
  refusals = []
  asked = []
  const transport = createIpcTransport({
    ipcMain: ipc.ipcMain,
    dispatch: async (_method, _params, context) => {
      contexts.push(context)
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve))
      return { ok: true, value: null }
    },
    log: {
      info: () => {},
      warn: (_event, fields) => refusals.push(fields),
      error: () => {},
      file: join(mkdtempSync(join(tmpdir(), 'keypilot-log-')), 'log'),
    },
    confirm: async (contents, prompt) => {
      asked.push([contents, prompt])
      return true
    },
  })
  transport.attach(page.contents)
})

const CALL = { kind: 'call', method: 'keys.list', params: {}, callId: 'a' }

describe('a message is rejected, and nothing is called, when it comes', () => {
  const senders: readonly (readonly [string, () => object, string])[] = [
    ['from a window that is not ours', () => from(PAGE_FRAME, fakeContents(2)), 'unknown window'],
    ['from a frame that has gone', () => from(null), 'the frame has gone'],
    ['from a frame in our page', () => from({ ...PAGE_FRAME, parent: {} }), 'not the main frame'],
    ['from the web', () => from({ ...PAGE_FRAME, url: 'https://keypilot/' }), 'foreign address'],
    ['from another host', () => from({ ...PAGE_FRAME, url: 'app://other/' }), 'foreign address'],
    [
      'from a lookalike',
      () => from({ ...PAGE_FRAME, url: 'app://keypilot.evil/' }),
      'foreign address',
    ],
    ['from a blank page', () => from({ ...PAGE_FRAME, url: 'about:blank' }), 'foreign address'],
    ['from no address', () => from({ ...PAGE_FRAME, url: '' }), 'foreign address'],
    [
      'from a file',
      () => from({ ...PAGE_FRAME, url: 'file:///app/index.html' }),
      'foreign address',
    ],
  ]
  it.each(senders)('%s', async (_name, event, reason) => {
    await expect(ipc.invoke(event(), CALL)).rejects.toThrow('refused')
    expect(refusals).toEqual([{ reason }])
    expect(contexts).toEqual([])
  })

  it.each([null, 'call', {}, { kind: 'subscribe' }])('as %j', async (message) => {
    await expect(ipc.invoke(from(PAGE_FRAME), message)).rejects.toThrow()
    expect(contexts).toEqual([])
  })
})

describe('running calls are stopped', () => {
  it.each([
    [
      'when the page is left or loaded again',
      'did-start-navigation',
      { isMainFrame: true, isSameDocument: false },
    ],
    ['when the page crashes', 'render-process-gone', {}],
    ['when the window closes', 'destroyed', undefined],
  ])('%s', async (_name, event, details) => {
    const result = ipc.invoke(from(PAGE_FRAME), CALL)
    expect(contexts[0]?.signal.aborted).toBe(false)
    page.emit(event, details)
    await result
    expect(contexts[0]?.signal.aborted).toBe(true)
  })

  it('but not by a change of the address within the page', async () => {
    const result = ipc.invoke(from(PAGE_FRAME), CALL)
    page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true })
    expect(contexts[0]?.signal.aborted).toBe(false)
    page.emit('destroyed')
    await result
  })
})

it('lets a test go on when the page crashes, unheard, and the new page does not stop it', async () => {
  const result = ipc.invoke(from(PAGE_FRAME), { ...CALL, method: 'connection.test' })
  page.emit('render-process-gone', {})
  page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
  const [context] = contexts
  expect(context?.signal.aborted).toBe(false)
  const prompt = { title: 'Forget it?', detail: 'Gone.', action: 'Forget' }
  expect(await context?.confirm(prompt)).toBe(false)
  expect(asked).toEqual([])
  const again = ipc.invoke(from(PAGE_FRAME), CALL)
  expect(contexts).toHaveLength(2)
  page.emit('destroyed')
  await again
  context?.signal.dispatchEvent(new Event('abort'))
  await result
})

it('answers no call of a window that was closed', async () => {
  page.emit('destroyed')
  await expect(ipc.invoke(from(PAGE_FRAME), CALL)).rejects.toThrow('refused')
})

it('refuses an id that is in use', async () => {
  const first = ipc.invoke(from(PAGE_FRAME), CALL)
  expect(await ipc.invoke(from(PAGE_FRAME), CALL)).toMatchObject({
    ok: false,
    error: { code: 'bad-request' },
  })
  page.emit('destroyed')
  await first
})

it('asks in a dialog of the window', async () => {
  const result = ipc.invoke(from(PAGE_FRAME), CALL)
  const prompt = { title: 'Forget it?', detail: 'Gone.', action: 'Forget' }
  expect(await contexts[0]?.confirm(prompt)).toBe(true)
  expect(asked).toEqual([[page.contents, prompt]])
  page.emit('destroyed')
  await result
  expect(await contexts[0]?.confirm(prompt)).toBe(false)
})

function from(senderFrame: object | null, sender = page): object {
  return { sender: sender.contents, senderFrame }
}
