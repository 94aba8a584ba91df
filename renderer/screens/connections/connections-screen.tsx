/** The connection that Setup tested last; lists of several are kept by a later version. */

import type { ReactNode } from 'react'
import type { SetupState } from '../../contract.ts'
import { goTo } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Facts, Row, Screen } from '../../ui/screen.tsx'
import { formatTime } from '../../ui/time.ts'
import { CommandCard } from '../setup/command-card.tsx'
import { type Setup, useSetup } from '../setup/use-setup.ts'

export function ConnectionsScreen(): ReactNode {
  const query = useSetup()
  return (
    <Screen
      title="Connections"
      lead="The pods you connect to, each with its command and last test."
    >
      {query.status === 'loading' && <Loading />}
      {query.status === 'failed' && <Failure error={query.error} onRetry={query.retry} />}
      {query.status === 'ready' && <LastConnection setup={query.setup} />}
      <Card tone="quiet" title="What will be here">
        <p>
          For now Keypilot remembers one connection: the one from Setup. A list of named
          connections, each tested with one click, is planned for this place.
        </p>
      </Card>
    </Screen>
  )
}

function LastConnection(props: { readonly setup: Setup }): ReactNode {
  const { setup } = props
  if (setup.target === null) {
    return (
      <Card title="No connection yet">
        <p>Setup asks for the command that RunPod shows, and keeps it here.</p>
        <Row>
          <Button variant="primary" onClick={() => goTo('setup')}>
            Go to Setup
          </Button>
        </Row>
      </Card>
    )
  }
  return (
    <Card title={`${setup.target.user}@${setup.target.host}`}>
      <Facts
        facts={[
          ['Port', String(setup.target.port)],
          ['Key', setup.key?.name ?? 'none chosen'],
          ['Last test', testWords(setup.state.lastTest)],
        ]}
      />
      <CommandCard setup={setup} target={setup.target} />
      <Row>
        <Button onClick={() => goTo('setup')}>Test it in Setup</Button>
      </Row>
    </Card>
  )
}

function testWords(test: SetupState['lastTest']): string {
  if (test === null) return 'none yet'
  const when = formatTime(test.at)
  return test.ok ? `Logged in to ${test.address}, ${when}` : `Did not get through, ${when}`
}
