import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchIdle } from '../../../app/browser/idle.ts'

const MINUTE_MS = 60_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('stops after 15 minutes without a call', () => {
  const onIdle = vi.fn()
  const idle = watchIdle(onIdle)
  vi.advanceTimersByTime(14 * MINUTE_MS)
  idle.touch()
  vi.advanceTimersByTime(15 * MINUTE_MS - 1)
  expect(onIdle).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(onIdle).toHaveBeenCalledOnce()
})

it('goes on as long as a page is open', () => {
  const onIdle = vi.fn()
  const idle = watchIdle(onIdle)
  idle.pages(1)
  idle.touch()
  vi.advanceTimersByTime(60 * MINUTE_MS)
  expect(onIdle).not.toHaveBeenCalled()
})

it('stops a minute after the page was closed, and not when it was reloaded', () => {
  const onIdle = vi.fn()
  const idle = watchIdle(onIdle)
  idle.pages(1)
  idle.pages(0)
  vi.advanceTimersByTime(MINUTE_MS - 1)
  idle.pages(1)
  vi.advanceTimersByTime(60 * MINUTE_MS)
  expect(onIdle).not.toHaveBeenCalled()
  idle.pages(0)
  vi.advanceTimersByTime(MINUTE_MS)
  expect(onIdle).toHaveBeenCalledOnce()
})

it('is quiet once stopped', () => {
  const onIdle = vi.fn()
  const idle = watchIdle(onIdle)
  idle.pages(1)
  idle.stop()
  // The pages are cut off only then.
  idle.pages(0)
  vi.advanceTimersByTime(60 * MINUTE_MS)
  expect(onIdle).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})
