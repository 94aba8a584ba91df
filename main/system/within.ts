/** A time limit and a way to cancel for anything that might never answer. */

import { AppError, throwIfCancelled } from '../contract/errors.ts'

/**
 * Runs `action` for at most `limitMs`. Its signal is aborted when time is up or the caller cancels;
 * the returned promise settles then even if the action does not listen.
 *
 * @throws what `onTimeout` returns; {AppError} `cancelled`
 */
export async function within<T>(
  limitMs: number,
  signal: AbortSignal,
  onTimeout: () => Error,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  throwIfCancelled(signal)
  const controller = new AbortController()
  let release = () => {}
  const stopped = new Promise<never>((_resolve, reject) => {
    const stop = (reason: Error) => {
      reject(reason)
      controller.abort()
    }
    const timer = setTimeout(() => stop(onTimeout()), limitMs)
    const onAbort = () => stop(new AppError('cancelled', 'Stopped at your request.'))
    signal.addEventListener('abort', onAbort, { once: true })
    release = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
  })
  try {
    return await Promise.race([action(controller.signal), stopped])
  } finally {
    release()
  }
}
