/** Catches a bug in the interface, so that the person sees words instead of an empty window. */

import { Component, type ReactNode } from 'react'
import { FullPage } from './full-page.tsx'

interface ErrorBoundaryProps {
  readonly children: ReactNode
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <FullPage title="This window stopped working">
        <p>
          That is a fault in Keypilot, not in anything you did. Your keys and files were not
          touched.
        </p>
        <p>Reload the window (Ctrl+R, or Command+R on a Mac) to go on where you were.</p>
      </FullPage>
    )
  }
}
