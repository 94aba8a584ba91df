import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { createDispatch, type Handlers } from '../../main/contract/dispatch.ts'
import { schemas } from '../../main/contract/schemas.ts'
import { createSecretsInFlight } from '../../main/secrets-in-flight.ts'
import { createLog, resolvePaths } from '../../main/storage/index.ts'

const PASSPHRASE = 'flight canary "3f" \\ phrase'
const context = {
  callId: 'x',
  host: 'cli',
  signal: new AbortController().signal,
  confirm: async () => false,
  progress: () => {},
} as const

describe('an error that repeats a passphrase', () => {
  async function logOf(work: (log: ReturnType<typeof createLog>) => void) {
    const secrets = createSecretsInFlight()
    const log = createLog(resolvePaths(), undefined, secrets.hide)
    const handlers = {
      'keys.generate': async ({ passphrase }: { passphrase: string }) => {
        work(log)
        throw new Error(`bcrypt cannot read ${passphrase}, ${JSON.stringify({ x: passphrase })}`)
      },
    } as unknown as Handlers
    const dispatch = secrets.watch(createDispatch(handlers, schemas, log))
    const params = { name: 'k', comment: 'c', passphrase: PASSPHRASE }
    const result = await dispatch('keys.generate', params, context)
    expect(JSON.stringify(result)).not.toContain('canary')
    await log.flush()
    return { text: await readFile(log.file, 'utf8'), secrets }
  }

  it('is logged without it', async () => {
    const { text } = await logOf(() => {})
    expect(text).toContain('bcrypt cannot read [removed]')
    expect(text).not.toContain('flight canary')
  })

  it('is logged without it by whoever else logs while the call runs, as for a crash', async () => {
    const { text } = await logOf((log) => log.error('uncaught', { stack: `at ${PASSPHRASE}` }))
    expect(text).toContain('"stack":"at [removed]"')
    expect(text).not.toContain('flight canary')
  })

  it('is known for as long as the call runs, and not kept', async () => {
    const { secrets } = await logOf(() => {})
    expect(secrets.hide(PASSPHRASE)).toBe(PASSPHRASE)
  })
})

it('leaves short words alone', async () => {
  const secrets = createSecretsInFlight()
  const dispatch = secrets.watch(async () => ({ ok: true, value: secrets.hide('a cat sat') }))
  expect(await dispatch('x', { passphrase: 'at' }, context)).toEqual({
    ok: true,
    value: 'a cat sat',
  })
  for (const params of [null, 'text', [], { passphrase: 5 }]) {
    expect(await dispatch('x', params, context)).toMatchObject({ ok: true })
  }
})
