/** Every cause that a test can name, and what helps: to be read and searched without a test. */

import { type ReactNode, useState } from 'react'
import type { Help, HelpMatches } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { useLiveCall } from '../../hooks/use-live-call.ts'
import { hrefOf, usePlaceItem } from '../../shell/navigation.ts'
import { Callout } from '../../ui/callout.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Facts, Screen } from '../../ui/screen.tsx'
import { Entry } from './entry.tsx'
import styles from './help-screen.module.css'
import { shownHelp } from './shown-help.ts'

export function HelpScreen(): ReactNode {
  const help = useApiQuery('help.read', {}, { staleTimeMs: Number.POSITIVE_INFINITY })
  const [text, setText] = useState('')
  const found = useLiveCall('help.search', text.trim() === '' ? null : { text })
  return (
    <Screen
      title="Help"
      lead="Everything that can keep you from logging in, and what helps. Addresses and names in it are examples."
    >
      <div className={styles.search}>
        <TextArea
          label="Search, or paste what your terminal says"
          hint="What you paste is only looked at: it is neither stored nor sent anywhere."
          placeholder="Permission denied (publickey)."
          rows={2}
          value={text}
          onValue={setText}
        />
        <p role="status" className={styles.status}>
          {found.failure ?? (found.value && resultOf(found.value))}
        </p>
      </div>
      {help.error && <Failure error={help.error} onRetry={() => void help.refetch()} />}
      {help.isPending && <Loading />}
      {help.data && <Parts help={help.data} matches={found.value} />}
    </Screen>
  )
}

function resultOf({ codes, words, recognised }: HelpMatches): string {
  if (recognised !== null) return 'This is what ssh says in the first case below.'
  const count = codes.length + words.length
  if (count === 0)
    return 'Nothing here fits. Try fewer words, or paste a whole line of your terminal.'
  return count === 1 ? 'One entry fits.' : `${count} entries fit.`
}

function Parts(props: { readonly help: Help; readonly matches: HelpMatches | null }): ReactNode {
  const { help, matches } = props
  const named = usePlaceItem()
  const { first, parts, words } = shownHelp(help, matches)
  return (
    <>
      {first && (
        <Card title="Most likely">
          <Entry key={first.code} entry={first} open />
        </Card>
      )}
      {parts.map(({ title, entries }) => (
        <Card key={title} title={title}>
          <ul className={styles.entries}>
            {entries.map((entry) => (
              <li key={entry.code}>
                <Entry entry={entry} open={entry.code === named} named={entry.code === named} />
              </li>
            ))}
          </ul>
        </Card>
      ))}
      {words.length > 0 && (
        <Card title="Words">
          <Facts facts={words.map(({ word, meaning }) => [word, meaning])} />
        </Card>
      )}
      <Callout tone="info" title="Not sure which of them it is?">
        <p>
          <a href={hrefOf('setup')}>Test the connection in Setup</a>. It names the one cause, and
          its buttons do what is described here.
        </p>
      </Callout>
    </>
  )
}
