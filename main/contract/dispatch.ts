/**
 * The one way into the services: checks the parameters, calls the handler, and returns a result
 * envelope. It never throws, and nothing of an unexpected error reaches the caller.
 */

import type { z } from 'zod'
import { AppError } from './errors.ts'
import type {
  CallProgress,
  ConfirmPrompt,
  HostKind,
  MethodName,
  Params,
  Result,
  Value,
} from './methods.ts'
import type { Schemas } from './schemas.ts'

/** What a handler knows about its call. */
export interface CallContext {
  readonly callId: string
  readonly host: HostKind
  /** Aborted when the caller cancels or goes away. */
  readonly signal: AbortSignal
  /** Asks the person, outside the page where the host can; false when they decline. */
  confirm(prompt: ConfirmPrompt): Promise<boolean>
  progress(progress: CallProgress): void
}

export type Handler<M extends MethodName> = (
  params: Params<M>,
  context: CallContext,
) => Promise<Value<M>>

export type Handlers = { readonly [M in MethodName]: Handler<M> }

/** Takes anything, since callers outside this process can send anything. */
export type Dispatch = (
  method: string,
  params: unknown,
  context: CallContext,
) => Promise<Result<unknown>>

/** Where unexpected errors are written down. Implementations remove secrets and home paths. */
export interface ErrorLog {
  error(event: string, fields: { readonly [key: string]: string }): void
}

export function createDispatch(handlers: Handlers, schemas: Schemas, log: ErrorLog): Dispatch {
  return async (method, params, context) => {
    if (!isMethod(handlers, method)) {
      return failure('unknown-method', `Keypilot has no method called "${shorten(method)}".`)
    }
    const parsed = schemas[method].safeParse(params)
    if (!parsed.success) return badRequest(method, parsed.error)
    if (context.signal.aborted) return failure('cancelled', 'Stopped at your request.')
    try {
      const handler = handlers[method] as Handler<MethodName>
      return { ok: true, value: await handler(parsed.data as never, context) }
    } catch (error) {
      return errorResult(method, error, context, log)
    }
  }
}

function errorResult(
  method: MethodName,
  error: unknown,
  context: CallContext,
  log: ErrorLog,
): Result<never> {
  if (error instanceof AppError) {
    const details = error.details === undefined ? {} : { details: error.details }
    return { ok: false, error: { code: error.code, message: error.message, ...details } }
  }
  if (context.signal.aborted) return failure('cancelled', 'Stopped at your request.')
  log.error('internal-error', {
    method,
    callId: context.callId,
    stack: error instanceof Error ? (error.stack ?? error.message) : typeof error,
  })
  return failure(
    'internal',
    'Something went wrong inside Keypilot. Try again; if the same happens, the log file (Settings shows where) has the details.',
  )
}

function badRequest(method: MethodName, error: z.ZodError): Result<never> {
  // Zod's messages name fields and types but never repeat the value, which may be a passphrase.
  const issues = error.issues.slice(0, 5).map((issue) => {
    const where = issue.path.map(String).join('.') || 'params'
    return `"${shorten(where)}": ${shorten(issue.message)}`
  })
  return failure('bad-request', `The request to ${method} is not valid. ${issues.join('; ')}.`)
}

function failure(
  code: 'bad-request' | 'unknown-method' | 'internal' | 'cancelled',
  message: string,
) {
  return { ok: false, error: { code, message } } as const
}

/** Own properties only: `constructor` or `__proto__` are no methods. */
function isMethod(handlers: Handlers, method: string): method is MethodName {
  return Object.hasOwn(handlers, method)
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
