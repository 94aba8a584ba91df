/** Opens a page of the allow-list, by the host where it can and by this page where it cannot. */

import { messageOf, unwrap, useBridge } from '../bridge/index.ts'
import type { LinkId } from '../contract.ts'
import { useToast } from '../ui/toast.tsx'

export function useOpenLink(): (link: LinkId) => Promise<void> {
  const bridge = useBridge()
  const toast = useToast()
  return async (link) => {
    try {
      const { url, opened } = unwrap(await bridge.call('system.openLink', { link }))
      if (!opened) window.open(url, '_blank', 'noopener')
    } catch (error) {
      toast('The page could not be opened', messageOf(error))
    }
  }
}
