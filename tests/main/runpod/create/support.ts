/** `runpod.createHelp` over a throwaway home. */

import type { CreateHelp, CreateHelpParams } from '../../../../main/contract/methods.ts'
import { createKeyService } from '../../../../main/keys/index.ts'
import { createHelp } from '../../../../main/runpod/index.ts'
import { createLog } from '../../../../main/storage/index.ts'
import type { World } from '../account-keys/support.ts'

export function helpIn(
  { paths }: World,
  accountKeyIds: readonly string[] | null,
  params: CreateHelpParams,
): Promise<CreateHelp> {
  const keys = createKeyService({ paths, log: createLog(paths) })
  const deps = {
    pairs: () => keys.listPublic(),
    accountKeyIds: async () => accountKeyIds,
    hostName: 'laptop',
  }
  return createHelp(deps, params)
}

/** Everything that a shell could take for something of its own. */
export const ODD: CreateHelpParams = {
  what: 'pod',
  name: `it's "my" $HOME \`id\` \\ pod!`,
  image: 'me/image:1',
  gpu: 'NVIDIA L4',
  customImage: true,
  startCommand: `python -c 'print("a, b", "$HOME")'`,
}
