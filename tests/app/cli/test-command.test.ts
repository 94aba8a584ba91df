/** `keypilot test`: what it shows, what it asks, and how it ends. The services are stood in for. */

import { describe, expect, it } from 'vitest'
import { runCli } from '../../../app/cli/cli.ts'
import { createKeypilot } from '../../../main/app.ts'
import type { CallContext } from '../../../main/contract/dispatch.ts'
import { AppError } from '../../../main/contract/errors.ts'
import type { TestConnectionParams, TestReport, TestStage } from '../../../main/contract/methods.ts'
import type { Start } from '../conformance.ts'
import { type FakeTerminalOptions, fakeTerminal } from './fake-terminal.ts'

const COMMAND = 'ssh root@203.0.113.7 -p 10022'
const target = { user: 'root', host: '203.0.113.7', port: 10022, kind: 'runpod-direct' } as const
const tcp: TestStage = { id: 'tcp', state: 'ok', ms: 12.4, detail: 'port 10022 answers' }

const PASSED: TestReport = {
  verdict: 'ok',
  cause: null,
  title: 'You are in',
  explanation: 'The pod took your key.',
  fixes: [{ kind: 'copy', label: 'Log in with this command', text: COMMAND }],
  stages: [tcp],
  acceptedKey: 'SHA256:x',
  hostKey: null,
  capabilities: { exec: true, sftp: null, pty: null, forwarding: null },
  target,
  key: { id: 'SHA256:x', path: '/home/me/.ssh/id_ed25519' },
  serverSoftware: 'SSH-2.0-OpenSSH_9.2p1',
  offeredMethods: ['publickey'],
  finishedAt: '2026-01-01T00:00:00.000Z',
}
const REFUSED: TestReport = {
  ...PASSED,
  verdict: 'failed',
  cause: 'key-not-accepted',
  title: 'The pod refused this key',
  explanation: 'It offers publickey only.',
  fixes: [{ kind: 'link', label: 'Add the key on RunPod', link: 'runpod-settings' }],
}
const NEW_HOST: TestReport = {
  ...REFUSED,
  cause: 'host-key-new',
  hostKey: { type: 'ssh-ed25519', sha256: 'SHA256:abc', status: 'new', key: 'AAAA', recorded: [] },
}
const NEEDS_PASSPHRASE: TestReport = { ...REFUSED, cause: 'passphrase-needed' }

type Answer = (
  params: TestConnectionParams,
  context: CallContext,
) => TestReport | Promise<TestReport>

async function keypilotTest(
  answer: Answer,
  options: FakeTerminalOptions & { args?: readonly string[]; interruptAfterMs?: number } = {},
) {
  const called: { method: string; params: unknown }[] = []
  const start: Start = (keypilotOptions) => ({
    ...createKeypilot(keypilotOptions),
    async dispatch(method, params, context) {
      called.push({ method, params })
      if (method !== 'connection.test') return { ok: true, value: [] }
      context.progress({ method, progress: { kind: 'stage-started', stage: 'tcp' } })
      context.progress({ method, progress: { kind: 'stage-ended', stage: tcp } })
      try {
        return { ok: true, value: await answer(params as TestConnectionParams, context) }
      } catch (error) {
        return failure(error as AppError)
      }
    },
  })
  const terminal = fakeTerminal(options)
  if (options.interruptAfterMs !== undefined) {
    setTimeout(terminal.interrupt, options.interruptAfterMs)
  }
  const code = await runCli(['test', ...(options.args ?? []), COMMAND], {
    terminal,
    version: '1.2.3',
    rendererDir: '/nowhere',
    start,
  })
  return { code, out: terminal.stdout(), err: terminal.stderr(), asked: terminal.asked, called }
}

function failure({ code, message }: AppError) {
  return { ok: false, error: { code, message } } as const
}

describe('keypilot test', () => {
  it('shows the stages and the way on', async () => {
    const { code, out, called } = await keypilotTest(() => PASSED)
    expect(code).toBe(0)
    expect(out).toBe(
      [
        '  ✓ Reach the port          12 ms  port 10022 answers',
        '',
        '✓ You are in',
        '  The pod took your key.',
        '',
        'What you can do now',
        '  Log in with this command:',
        `      ${COMMAND}`,
        '',
      ].join('\n'),
    )
    expect(called).toEqual([
      { method: 'connection.test', params: { command: COMMAND, hostKeyPolicy: 'ask' } },
    ])
  })

  it('says what the login is good for', async () => {
    const { out } = await keypilotTest(() => ({ ...PASSED, summary: 'VS Code will work.' }))
    expect(out).toContain('  The pod took your key.\n\n  VS Code will work.\n')
  })

  it('passes on what the connection is for, the agent, and whose ssh is left out', async () => {
    const args = ['--purpose', 'files', '--agent', '--no-client']
    const { called } = await keypilotTest(() => PASSED, { args })
    expect(called.at(-1)?.params).toEqual({
      command: COMMAND,
      hostKeyPolicy: 'ask',
      purpose: 'files',
      useAgent: true,
      withClient: false,
    })
  })

  it('knows four purposes', async () => {
    const { code, err, called } = await keypilotTest(() => PASSED, { args: ['--purpose', 'fun'] })
    expect(code).toBe(2)
    expect(err).toContain('--purpose is one of terminal, files, editor, tunnel.')
    expect(called).toEqual([])
  })

  it('exits with 1 when the test fails, and says what to do', async () => {
    const { code, out } = await keypilotTest(() => REFUSED)
    expect(code).toBe(1)
    expect(out).toContain('✗ The pod refused this key')
    expect(out).toMatch(/Add the key on RunPod:\n +https:\/\//)
  })

  it('prints the envelope and the progress as JSON', async () => {
    const { code, out, err } = await keypilotTest(() => REFUSED, { args: ['--json'] })
    expect(code).toBe(1)
    expect(JSON.parse(out)).toEqual({ ok: true, value: REFUSED })
    expect(
      err
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).progress.kind),
    ).toEqual(['stage-started', 'stage-ended'])
  })

  it('is cancelled by Ctrl+C', async () => {
    const { code, err } = await keypilotTest(
      (_params, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Stopped.')))
        }),
      { interruptAfterMs: 50 },
    )
    expect(code).toBe(130)
    expect(err).toContain('Stopped.')
  })
})

describe('a new host key', () => {
  const acceptOnce = () => {
    let accepted = false
    return () => {
      if (accepted) return PASSED
      accepted = true
      return NEW_HOST
    }
  }

  it('is shown, and recorded after a yes', async () => {
    const { code, err, called } = await keypilotTest(acceptOnce(), {
      interactive: true,
      answers: ['y'],
    })
    expect(code).toBe(0)
    expect(err).toContain('ssh-ed25519  SHA256:abc')
    expect(called.map(({ method }) => method)).toEqual([
      'connection.test',
      'knownHosts.accept',
      'connection.test',
    ])
    expect(called[1]?.params).toEqual({ host: '203.0.113.7', port: 10022, key: 'AAAA' })
  })

  it.each(['', 'n', 'ja', 'yes please'])('is not recorded after %j', async (answer) => {
    const { code, called } = await keypilotTest(() => NEW_HOST, {
      interactive: true,
      answers: [answer],
    })
    expect(code).toBe(1)
    expect(called).toHaveLength(1)
  })

  it('stops the test where nobody can be asked', async () => {
    const { code, asked, called } = await keypilotTest(() => NEW_HOST)
    expect({ code, asked }).toEqual({ code: 1, asked: [] })
    expect(called).toHaveLength(1)
  })

  it('is trusted with --accept-new', async () => {
    const { called } = await keypilotTest(() => PASSED, { args: ['--accept-new'] })
    expect(called[0]?.params).toMatchObject({ hostKeyPolicy: 'accept-new' })
  })
})

describe('a passphrase', () => {
  const SECRET = 'correct horse'
  const needsIt: Answer = ({ passphrase }) =>
    passphrase === undefined
      ? NEEDS_PASSPHRASE
      : passphrase === SECRET
        ? PASSED
        : { ...NEEDS_PASSPHRASE, cause: 'passphrase-wrong' }

  it('is asked for until it is right, and never shown', async () => {
    const { code, out, err, asked } = await keypilotTest(needsIt, {
      interactive: true,
      answers: ['wrong', SECRET],
    })
    expect(code).toBe(0)
    expect(asked).toEqual([
      'Passphrase of /home/me/.ssh/id_ed25519: ',
      'That was not it. Passphrase of /home/me/.ssh/id_ed25519: ',
    ])
    expect(out + err).not.toContain(SECRET)
  })

  it('is not asked for a fourth time', async () => {
    const { code, asked } = await keypilotTest(needsIt, {
      interactive: true,
      answers: ['a', 'b', 'c', 'd'],
    })
    expect(code).toBe(1)
    expect(asked).toHaveLength(3)
  })

  it('comes from standard input', async () => {
    const args = ['--passphrase-stdin']
    expect(await keypilotTest(needsIt, { args, input: `${SECRET}\n` })).toMatchObject({ code: 0 })
    expect(await keypilotTest(needsIt, { args, input: '' })).toMatchObject({ code: 2, called: [] })
  })
})
