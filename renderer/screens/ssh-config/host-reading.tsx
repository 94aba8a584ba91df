/** One host: what `ssh <name>` would do, and which line of the config says so. */

import { type ReactNode, useId, useState } from 'react'
import type { ConfigHost, EffectiveConfig, EffectiveSetting } from '../../contract.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { TextField } from '../../ui/field.tsx'
import { isolated } from '../../ui/isolated.ts'
import { ProblemList } from '../../ui/problem-list.tsx'
import { Loading } from '../../ui/query-state.tsx'
import { Card, Facts } from '../../ui/screen.tsx'
import styles from './host-reading.module.css'
import { nameOf } from './line-reading.ts'
import type { Reading } from './use-host-reading.ts'

export function HostReading(props: {
  readonly hosts: readonly ConfigHost[]
  readonly reading: Reading
}): ReactNode {
  const { hosts, reading } = props
  const { effective, host } = reading
  return (
    <Card title="What ssh does for a host">
      <HostForm key={host} hosts={hosts} reading={reading} />
      <div aria-live="polite" className={styles.answer}>
        {reading.loading && <Loading />}
        {reading.failure !== null && (
          <Callout tone="danger" title="This could not be worked out">
            <p>{isolated(reading.failure)}</p>
          </Callout>
        )}
        {effective && <Answer effective={effective} />}
      </div>
      {effective && <Consent effective={effective} reading={reading} />}
    </Card>
  )
}

function HostForm(props: {
  readonly hosts: readonly ConfigHost[]
  readonly reading: Reading
}): ReactNode {
  const { hosts, reading } = props
  const [text, setText] = useState(reading.host)
  const names = useId()
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        reading.show(text)
      }}
    >
      <TextField
        label="Name or address, as you type it after ssh"
        value={text}
        onValue={setText}
        code
        list={names}
        autoComplete="off"
      />
      <datalist id={names}>
        {hosts.slice(0, 1_000).map(({ alias }) => (
          <option key={alias} value={alias} />
        ))}
      </datalist>
      <Button type="submit" variant="primary">
        Show
      </Button>
    </form>
  )
}

function Answer(props: { readonly effective: EffectiveConfig }): ReactNode {
  const { effective } = props
  const { user, hostName, port } = effective
  return (
    <>
      <Facts
        facts={[
          ['Connects to', <code key="to">{`${user}@${hostName}, port ${port}`}</code>],
          ['Keys it tries', <Keys key="keys" effective={effective} />],
          ['Through', throughWords(effective)],
          ...(effective.hostKeyAlias === null
            ? []
            : [['Host key kept as', <code key="alias">{effective.hostKeyAlias}</code>] as const]),
        ]}
      />
      <ProblemList problems={effective.problems} />
      <Settings effective={effective} />
    </>
  )
}

function Keys(props: { readonly effective: EffectiveConfig }): ReactNode {
  const { identityFiles, identitiesOnly } = props.effective
  return (
    <>
      {identityFiles.length === 0 ? (
        'ssh’s usual files, such as id_ed25519'
      ) : (
        <ul className={styles.keys}>
          {identityFiles.map((path) => (
            <li key={path}>
              <code>{path}</code>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.soft}>
        {identitiesOnly
          ? 'Only these (IdentitiesOnly is on).'
          : 'Keys of an ssh-agent are tried as well (IdentitiesOnly is off).'}
      </p>
    </>
  )
}

function throughWords({ proxyJump, proxyCommand }: EffectiveConfig): ReactNode {
  if (proxyJump !== null) return isolated(`the host ${proxyJump} (ProxyJump)`)
  if (proxyCommand !== null) return <code>{proxyCommand}</code>
  return 'nothing in between'
}

function Settings(props: { readonly effective: EffectiveConfig }): ReactNode {
  const { settings } = props.effective
  const used = settings.filter(({ state, line }) => state === 'applies' && line !== null)
  const passed = settings.filter(({ state }) => state !== 'applies')
  return (
    <>
      {used.length > 0 && <SettingList title="Lines that ssh uses" settings={used} />}
      {passed.length > 0 && (
        <details className={styles.more}>
          <summary>Lines that it passes over, or may use ({passed.length})</summary>
          <SettingList title="" settings={passed} />
        </details>
      )}
      {used.length === 0 && passed.length === 0 && (
        <p>No line of your config is about this host, so ssh uses its own defaults.</p>
      )}
    </>
  )
}

function SettingList(props: {
  readonly title: string
  readonly settings: readonly EffectiveSetting[]
}): ReactNode {
  return (
    <div>
      {props.title !== '' && <h3 className={styles.heading}>{props.title}</h3>}
      <ul className={styles.settings}>
        {props.settings.map(({ keyword, value, file, line, state }) => (
          <li key={`${file} ${line} ${keyword} ${value}`} className={styles.setting}>
            <code>
              {keyword} {value}
            </code>
            <span className={styles.soft}>
              {file === null || line === null
                ? 'from the command'
                : `${nameOf(file)}, line ${line}`}
              {state === 'unknown' && ', unknown until ssh runs a program'}
              {state === 'shadowed' && ', an earlier line said it first'}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** ssh runs the programs of `Match exec` whenever it reads the config: that takes a yes. */
function Consent(props: {
  readonly effective: EffectiveConfig
  readonly reading: Reading
}): ReactNode {
  const { effective, reading } = props
  if (effective.source === 'ssh') {
    return <p className={styles.soft}>Answered by ssh itself (ssh -G).</p>
  }
  const open = effective.blocks.some(({ matched }) => matched === 'unknown')
  if (!open || reading.asked) return null
  return (
    <Callout tone="warning" title="Your config runs a program to decide">
      <p>
        A “Match exec” line in it names a command. ssh runs it each time it reads the config;
        Keypilot did not. If you trust that line, ssh itself can be asked.
      </p>
      <Button onClick={reading.askSsh}>Run it and ask ssh</Button>
    </Callout>
  )
}
