/** The screens, in the order of the sidebar. */

import {
  Cable,
  CircleHelp,
  Cloud,
  FileCog,
  HeartPulse,
  KeyRound,
  ListChecks,
  type LucideIcon,
  Settings,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { ConnectionsScreen } from '../screens/connections/connections-screen.tsx'
import { HealthScreen } from '../screens/health/health-screen.tsx'
import { HelpScreen } from '../screens/help/help-screen.tsx'
import { KeysScreen } from '../screens/keys/keys-screen.tsx'
import { RunpodScreen } from '../screens/runpod/runpod-screen.tsx'
import { SettingsScreen } from '../screens/settings/settings-screen.tsx'
import { SetupScreen } from '../screens/setup/setup-screen.tsx'
import { SshConfigScreen } from '../screens/ssh-config/ssh-config-screen.tsx'
import type { ScreenId } from './navigation.ts'

export interface ScreenEntry {
  readonly id: ScreenId
  readonly title: string
  readonly icon: LucideIcon
  readonly component: ComponentType
}

export const SCREENS: readonly ScreenEntry[] = [
  { id: 'setup', title: 'Setup', icon: ListChecks, component: SetupScreen },
  { id: 'keys', title: 'Keys', icon: KeyRound, component: KeysScreen },
  { id: 'connections', title: 'Connections', icon: Cable, component: ConnectionsScreen },
  { id: 'config', title: 'SSH config', icon: FileCog, component: SshConfigScreen },
  { id: 'health', title: 'Health', icon: HeartPulse, component: HealthScreen },
  { id: 'runpod', title: 'RunPod', icon: Cloud, component: RunpodScreen },
  { id: 'help', title: 'Help', icon: CircleHelp, component: HelpScreen },
  { id: 'settings', title: 'Settings', icon: Settings, component: SettingsScreen },
]
