/** Whether there is a newer Keypilot: asked only when the person has turned it on, and only told. */

import type { ReactNode } from 'react'
import { messageOf } from '../../bridge/index.ts'
import type { Settings, UpdateCheck } from '../../contract.ts'
import { useApiQuery, useSaveSettings } from '../../hooks/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { CheckField } from '../../ui/field.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { Spoken } from '../../ui/spoken.tsx'

export function UpdateCard(props: { readonly settings: Settings }): ReactNode {
  const { checkForUpdates } = props.settings
  const save = useSaveSettings()
  return (
    <Card title="New versions">
      <CheckField
        label="Tell me here when there is a new version"
        checked={checkForUpdates}
        onChecked={(checked) => save.mutate({ checkForUpdates: checked })}
      />
      <p>
        When this is on, Keypilot asks GitHub for the number of the latest version when you open
        this screen. Nothing about you, your keys or your computer is in the question. Nothing is
        downloaded or installed.
      </p>
      {save.error && (
        <Callout tone="danger" title="This could not be saved" role="alert">
          <p>{messageOf(save.error)}</p>
        </Callout>
      )}
      {checkForUpdates && <Latest />}
    </Card>
  )
}

function Latest(): ReactNode {
  // One question for each start of Keypilot, not one for each time that the window gets the focus.
  const check = useApiQuery('system.checkForUpdate', {}, { staleTimeMs: Number.POSITIVE_INFINITY })
  if (check.isPending) return <Loading />
  if (check.error) return <Failure error={check.error} onRetry={() => void check.refetch()} />
  return (
    <>
      <Answer check={check.data} />
      {check.data.state === 'unknown' && (
        <Row>
          <Button busy={check.isFetching} onClick={() => void check.refetch()}>
            Ask again
          </Button>
        </Row>
      )}
    </>
  )
}

function Answer(props: { readonly check: UpdateCheck }): ReactNode {
  const { check } = props
  if (check.state === 'off') return null
  if (check.state === 'unknown') return <Spoken>{check.detail}</Spoken>
  if (check.state === 'current')
    return <Spoken>You have the latest version, {check.installed}.</Spoken>
  return (
    <>
      <Spoken>
        There is a new version, {check.latest}. You have {check.installed}.
      </Spoken>
      <Row>
        <LinkButton link="releases">See what is new</LinkButton>
      </Row>
    </>
  )
}
