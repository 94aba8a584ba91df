/** How Keypilot looks, which terminal it writes for, and where everything is. */

import { FolderOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { messageOf } from '../../bridge/index.ts'
import { shellLabel, shellOptions } from '../../commands/shells.ts'
import type { RevealParams, Settings, SystemInfo, Theme } from '../../contract.ts'
import { useApiMutation, useApiQuery, useSaveSettings } from '../../hooks/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { type Option, Select } from '../../ui/field.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Facts, Row, Screen } from '../../ui/screen.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useToast } from '../../ui/toast.tsx'
import styles from './settings-screen.module.css'
import { TerminalCard } from './terminal-card.tsx'
import { UpdateCard } from './update-card.tsx'

const THEMES: readonly Option<Theme>[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

/** People look for the version they have. */
const POWERSHELLS = ' PowerShell means both: Windows PowerShell 5.1 and PowerShell 7.'

export function SettingsScreen(): ReactNode {
  const settings = useApiQuery('settings.read', {})
  const info = useApiQuery('system.info', {})
  const failed = settings.error ? settings : info.error ? info : null
  return (
    <Screen title="Settings" lead="Kept on this computer only.">
      {failed?.error && <Failure error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && !(settings.data && info.data) && <Loading />}
      {settings.data && info.data && (
        <>
          <Preferences settings={settings.data} info={info.data} />
          <TerminalCard setting={settings.data.terminal} info={info.data} />
          <Places info={info.data} />
          <UpdateCard settings={settings.data} />
          <About info={info.data} />
        </>
      )}
    </Screen>
  )
}

function Preferences(props: { readonly settings: Settings; readonly info: SystemInfo }): ReactNode {
  const { settings, info } = props
  const save = useSaveSettings()
  const { platform, defaultShell } = info
  const usual = shellLabel(defaultShell, platform)
  const shells = shellOptions(platform, settings.shell ?? defaultShell)
  return (
    <Card title="Preferences">
      <Segmented
        legend="Appearance"
        value={settings.theme}
        options={THEMES}
        onValue={(theme) => save.mutate({ theme })}
      />
      <Select
        label="Write commands for"
        hint={`The program you paste commands into.${platform === 'win32' ? POWERSHELLS : ''}`}
        value={settings.shell ?? 'default'}
        options={[{ value: 'default', label: `The usual one here (${usual})` }, ...shells]}
        onValue={(shell) => save.mutate({ shell: shell === 'default' ? null : shell })}
      />
      {save.error && (
        <Callout tone="danger" title="This could not be saved" role="alert">
          <p>{messageOf(save.error)}</p>
        </Callout>
      )}
    </Card>
  )
}

function Places(props: { readonly info: SystemInfo }): ReactNode {
  const { info } = props
  return (
    <Card title="Where things are">
      <div className={styles.places}>
        <Place name="Your ssh folder" path={info.sshDir} what="ssh-folder" info={info} />
        <Place name="Keypilot’s own data" path={info.dataDir} what={null} info={info} />
        <Place name="Backups of changed files" path={null} what="backups" info={info} />
        <Place name="Log file" path={null} what="log" info={info} />
      </div>
    </Card>
  )
}

function Place(props: {
  readonly name: string
  /** Null when only the host knows it. */
  readonly path: string | null
  /** What the host can show; null for a path that is only named. */
  readonly what: RevealParams['what'] | null
  readonly info: SystemInfo
}): ReactNode {
  const { name, path, what, info } = props
  const reveal = useApiMutation('system.reveal')
  const toast = useToast()
  const known = path ?? reveal.data?.path ?? null
  const showing = info.capabilities.reveal ? 'Show in folder' : 'Show path'
  const show = (shown: RevealParams['what']) =>
    reveal.mutate(
      { what: shown },
      { onError: (error) => toast('That did not work', messageOf(error)) },
    )
  return (
    <div className={styles.place}>
      <div className={styles.words}>
        <h3>{name}</h3>
        {known !== null && <code>{known}</code>}
      </div>
      {known !== null && <CopyButton text={known} what={`path of ${name}`} />}
      {what !== null && (info.capabilities.reveal || known === null) && (
        <Button icon={FolderOpen} onClick={() => show(what)} aria-label={`${showing}: ${name}`}>
          {showing}
        </Button>
      )}
    </div>
  )
}

function About(props: { readonly info: SystemInfo }): ReactNode {
  const { info } = props
  return (
    <Card title="About">
      <Facts
        facts={[
          ['Keypilot', `${info.appVersion} (${HOST_NAMES[info.host]})`],
          ['Computer', `${info.platform}, ${info.arch}`],
          [
            'ssh program',
            info.sshClient === null
              ? 'none found'
              : `${info.sshClient.version} at ${info.sshClient.path}`,
          ],
          ['ssh-agent', info.agent.detail],
        ]}
      />
      <Row>
        <LinkButton link="project">Keypilot’s page</LinkButton>
      </Row>
    </Card>
  )
}

const HOST_NAMES: Readonly<Record<SystemInfo['host'], string>> = {
  electron: 'desktop app',
  browser: 'in the browser',
  cli: 'command line',
}
