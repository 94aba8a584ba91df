/** The browser host in this process, and its page as far as a soak needs it. Nothing is drawn. */

import { join } from 'node:path'
import { writeHeapSnapshot } from 'node:v8'
import { createKeypilot } from '../../../main/app.ts'
import type { MethodName, Params, Result, Value } from '../../../main/contract/methods.ts'
import { resolvePaths } from '../../../main/storage/index.ts'
import { listen, startTestHost, type TestHost } from '../../app/browser/http-client.ts'
import { countProcess, filesBelow } from './holdings.ts'
import type { SoakHost } from './host.ts'
import { objectsIn } from './objects.ts'
import type { SoakFolders } from './place.ts'

/** Until it is closed, this process has its temporary files in the folder for them. */
export async function startBrowserSoak(home: string, folders: SoakFolders): Promise<SoakHost> {
  const { sshDir, dataDir, temporary } = folders
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: dataDir }
  const paths = resolvePaths({ env, platform: process.platform, home })
  const before = process.env.TMPDIR
  process.env.TMPDIR = temporary
  const warnings: string[] = []
  const onWarning = ({ name, message }: Error) => warnings.push(`${name}: ${message}`)
  process.on('warning', onWarning)
  const host = await startTestHost((given) => createKeypilot({ ...given, paths }))
  const page = await openPage(host)
  return {
    call: page.call,
    lookAround: async () => {},
    count: async () => ({
      process: countProcess(),
      page: null,
      files: await filesBelow([sshDir, dataDir, temporary]),
    }),
    objects: async () => ({
      process: await objectsIn(writeHeapSnapshot(join(home, 'process.heapsnapshot'))),
      page: null,
    }),
    warnings: async () => warnings,
    async close() {
      await page.close()
      await host.host.close()
      process.off('warning', onWarning)
      if (before === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = before
    },
  }
}

async function openPage(host: TestHost): Promise<Pick<SoakHost, 'call' | 'close'>> {
  const token = await host.signIn()
  let calls = 0
  const send = async (method: string, params: unknown) => {
    calls += 1
    const answer = await host.post(`/rpc/${method}`, { params, callId: `soak-${calls}` }, token)
    return (await answer.json()) as Result<unknown>
  }
  const stream = await listen(host, token, ({ event, value }) => {
    if (event !== 'confirm.requested') return
    const { id } = value as { id: string }
    void send('confirm.answer', { id, accept: true })
  })
  return {
    async call<M extends MethodName>(method: M, params: Params<M>) {
      const result = await send(method, params)
      if (!result.ok) throw new Error(`${method}: ${result.error.code}: ${result.error.message}`)
      return result.value as Value<M>
    },
    async close() {
      stream.end()
      await stream.ended
    },
  }
}
