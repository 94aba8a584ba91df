/** With an API key, Keypilot puts the key on RunPod itself, and this step gets its tick from the answer. */

import { useQueryClient } from '@tanstack/react-query'
import { CloudUpload } from 'lucide-react'
import type { ReactNode } from 'react'
import { messageOf, unwrap, useBridge } from '../../bridge/index.ts'
import type { AccountKeys, KeyPair } from '../../contract.ts'
import { useRepairs } from '../../repairs/repairs-context.ts'
import { Button } from '../../ui/button.tsx'
import { Row } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import { rememberAccount } from './paste-model.ts'
import type { Setup } from './use-setup.ts'

export function PublishForMe(props: {
  readonly keyPair: KeyPair
  readonly setup: Setup
}): ReactNode {
  const { keyPair, setup } = props
  const openRepair = useRepairs()
  const read = useAccountKeys()
  const toast = useToast()
  const remember = async () => {
    try {
      await setup.save({ publicKeys: rememberAccount(await read(), keyPair.id) })
    } catch (error) {
      toast('The result could not be kept', messageOf(error))
    }
  }
  const publish = () =>
    openRepair(
      { kind: 'account-keys', change: { kind: 'publish', keyId: keyPair.id } },
      () => void remember(),
    )
  return (
    <>
      <Row>
        <Button variant="primary" icon={CloudUpload} onClick={publish}>
          Publish it for me…
        </Button>
        <span>The change is shown before it is made.</span>
      </Row>
      <p>Or by hand:</p>
    </>
  )
}

/** What was just written is in the cache; where nothing had to be, RunPod is asked. */
function useAccountKeys(): () => Promise<AccountKeys> {
  const bridge = useBridge()
  const queries = useQueryClient()
  return async () =>
    await queries.fetchQuery({
      queryKey: ['runpod.accountKeys', {}],
      queryFn: async () => unwrap(await bridge.call('runpod.accountKeys', {})),
      staleTime: 30_000,
    })
}
