/** Starts the interface: finds the host, then draws. */

import './styles/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { connect } from './bridge/index.ts'
import { applyTheme, rememberedTheme } from './shell/theme.ts'

const container = document.getElementById('root')
if (container === null) throw new Error('index.html has no #root')

applyTheme(rememberedTheme())
const connection = await connect(window)
createRoot(container).render(
  <StrictMode>
    <App connection={connection} />
  </StrictMode>,
)
