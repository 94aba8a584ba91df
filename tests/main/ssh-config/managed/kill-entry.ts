/** One change of the config, as a program that can be killed or started twice. */

import { createConfigEditor } from '../../../../main/ssh-config/index.ts'
import { createLog, resolvePaths } from '../../../../main/storage/index.ts'

const yes = { confirm: async () => true }

/** `method` is one of the editor's, `paramsText` its parameters as JSON; `finding` is one whole. */
export async function run(dir: string, method: string, paramsText: string): Promise<void> {
  const env = { KEYPILOT_SSH_DIR: `${dir}/.ssh`, KEYPILOT_DATA_DIR: `${dir}/data` }
  const paths = resolvePaths({ env, platform: process.platform, home: dir })
  const { finding = null, ...params } = JSON.parse(paramsText)
  const editor = createConfigEditor({
    paths,
    log: createLog(paths),
    keyPath: async (id) => id,
    // A program that is started a thousand times would make the test slow, and changes no file.
    sshProgram: async () => null,
    findFinding: async () => finding,
    currentAddress: async () => null,
  })
  switch (method) {
    case 'upsertHost':
      await editor.upsertHost(params, yes)
      return
    case 'removeHost':
      await editor.removeHost(params, yes)
      return
    case 'applyFix':
      await editor.applyFix({ finding: 'x', ...params }, yes)
      return
    default:
      throw new Error(`no operation ${method}`)
  }
}
