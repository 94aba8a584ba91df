/** The providers around the frame, and what is shown when there is no host to talk to. */

import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { BridgeProvider, type Connection } from './bridge/index.ts'
import { RepairsProvider } from './repairs/repairs-provider.tsx'
import { ConfirmHost } from './shell/confirm-host.tsx'
import { ErrorBoundary } from './shell/error-boundary.tsx'
import { Frame } from './shell/frame.tsx'
import { SessionEnded } from './shell/session-ended.tsx'
import { AnnouncerProvider } from './ui/announcer.tsx'
import { ToastProvider } from './ui/toast.tsx'

export function App(props: { readonly connection: Connection }): ReactNode {
  const bridge = useSyncExternalStore(props.connection.onChange, props.connection.current)
  const [queries] = useState(createQueryClient)
  if (bridge === null) return <SessionEnded />
  return (
    <ErrorBoundary>
      <CSPProvider disableStyleElements>
        <BridgeProvider bridge={bridge}>
          <QueryClientProvider client={queries}>
            <AnnouncerProvider>
              <ToastProvider>
                <RepairsProvider>
                  <Frame />
                </RepairsProvider>
                <ConfirmHost />
              </ToastProvider>
            </AnnouncerProvider>
          </QueryClientProvider>
        </BridgeProvider>
      </CSPProvider>
    </ErrorBoundary>
  )
}

/** The host is this computer: being offline changes nothing, and a failure will not heal by asking again. */
function createQueryClient(): QueryClient {
  const always = { networkMode: 'always', retry: false } as const
  return new QueryClient({
    defaultOptions: { queries: { ...always, staleTime: 2_000 }, mutations: always },
  })
}
